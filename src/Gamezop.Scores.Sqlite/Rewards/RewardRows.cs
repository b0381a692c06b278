using System.Globalization;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Between rows and rewards.</summary>
internal static class RewardRows
{
    /// <summary>Adds a reward inside a transaction; those who add it together with something else do so too.</summary>
    /// <returns>Whether it was not there yet.</returns>
    public static bool Add(SqliteSession session, StoredReward reward)
    {
        RewardGrant grant = reward.Grant;
        return session[RewardSql.Add].Execute(
            grant.Key, grant.UserId, grant.EarnedAt.UtcTicks, (int)reward.Status, reward.DueAt?.UtcTicks, (int)grant.Source, grant.SourceId, grant.Period,
            grant.Reward.Kind, grant.Reward.Amount.ToString(CultureInfo.InvariantCulture), grant.Reward.Data, grant.Rank, grant.GamePlayId,
            reward.MustClaim, reward.IsClaimed,
            reward.ClaimWithin?.Ticks, reward.ClaimBy?.UtcTicks, reward.IsLeased, reward.Attempts, reward.Error, reward.ChangedAt.UtcTicks,
            reward.Note, reward.IsSuspect) == 1;
    }

    public static bool Write(SqliteSession session, StoredReward reward) => session[RewardSql.Write].Execute(
        reward.Grant.Key, reward.Version, (int)reward.Status, reward.DueAt?.UtcTicks, reward.IsClaimed, reward.ClaimBy?.UtcTicks, reward.IsLeased,
        reward.Attempts, reward.Error,
        reward.ChangedAt.UtcTicks, reward.Note, reward.IsSuspect) == 1;

    public static StoredReward Read(SqliteRows row) => new()
    {
        Grant = new RewardGrant
        {
            Key = row.GetString(0),
            UserId = row.GetString(1),
            EarnedAt = LeaderboardRows.Time(row.GetInt64(2)),
            Source = (RewardSource)row.GetInt32(6),
            SourceId = row.GetString(7),
            Period = row.GetString(8),
            Reward = new Reward(row.GetString(9), decimal.Parse(row.GetString(10), CultureInfo.InvariantCulture)) { Data = Text(row, 11) },
            Rank = row.IsDBNull(12) ? null : row.GetInt32(12),
            GamePlayId = Text(row, 13),
        },
        Status = (RewardStatus)row.GetInt32(3),
        DueAt = Time(row, 4),
        Version = row.GetInt64(5),
        MustClaim = row.GetBoolean(14),
        IsClaimed = row.GetBoolean(15),
        ClaimWithin = row.IsDBNull(16) ? null : TimeSpan.FromTicks(row.GetInt64(16)),
        ClaimBy = Time(row, 17),
        IsLeased = row.GetBoolean(18),
        Attempts = row.GetInt32(19),
        Error = Text(row, 20),
        ChangedAt = LeaderboardRows.Time(row.GetInt64(21)),
        Note = Text(row, 22),
        IsSuspect = row.GetBoolean(23),
    };

    private static DateTimeOffset? Time(SqliteRows row, int column) => row.IsDBNull(column) ? null : LeaderboardRows.Time(row.GetInt64(column));

    private static string? Text(SqliteRows row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
