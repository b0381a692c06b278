namespace Gamezop.Scores;

/// <summary>The members' names on the wire, and which of them must be there.</summary>
internal static class ScoreMembers
{
    public const int Required =
        (1 << (int)ScoreMember.GameCode) | (1 << (int)ScoreMember.SessionId) | (1 << (int)ScoreMember.GamePlayId) | (1 << (int)ScoreMember.Timestamp)
        | (1 << (int)ScoreMember.Score) | (1 << (int)ScoreMember.SubId) | (1 << (int)ScoreMember.State);

    private static readonly string[] Names =
        ["gameCode", "sessionId", "gamePlayId", "timestamp", "score", "leaderboardId", "subId", "country", "duration", "state"];

    public static string Name(ScoreMember member) => Names[(int)member];

    public static bool IsKnown(string name) => Names.AsSpan().Contains(name);

    public static ScoreMember Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("score"u8) => ScoreMember.Score,
        5 when name.SequenceEqual("subId"u8) => ScoreMember.SubId,
        5 when name.SequenceEqual("state"u8) => ScoreMember.State,
        7 when name.SequenceEqual("country"u8) => ScoreMember.Country,
        8 when name.SequenceEqual("gameCode"u8) => ScoreMember.GameCode,
        8 when name.SequenceEqual("duration"u8) => ScoreMember.Duration,
        9 when name.SequenceEqual("sessionId"u8) => ScoreMember.SessionId,
        9 when name.SequenceEqual("timestamp"u8) => ScoreMember.Timestamp,
        10 when name.SequenceEqual("gamePlayId"u8) => ScoreMember.GamePlayId,
        13 when name.SequenceEqual("leaderboardId"u8) => ScoreMember.LeaderboardId,
        _ => ScoreMember.Additional,
    };
}
