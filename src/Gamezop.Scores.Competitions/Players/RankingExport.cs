using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What a ranking keeps of a user, shown or hidden: of boards and tournaments alike.</summary>
internal sealed class RankingExport(ILeaderboardStore store)
{
    /// <summary>Writes the user's entries and plays where scores are still taken, one object for each partition.</summary>
    public async ValueTask WriteOpenAsync(
        Utf8JsonWriter writer, string id, string scope, string window, IEnumerable<string> partitions, string userId, Func<long, double> scoreOf, CancellationToken cancellationToken)
    {
        PlayerRead[] reads = [.. partitions.Select(partition => new PlayerRead(new PlayerKey(window, partition, userId), null))];
        foreach (StoredPlayer player in (await store.ReadPlayersAsync(scope, reads, cancellationToken)).Where(player => player.Version > 0))
        {
            BeginPlace(writer, id, window, player.Key.Partition);
            if (player.Entry is { } entry)
                WriteEntry(writer, scoreOf(entry.Key), entry.AchievedAt, entry.Country);
            writer.WriteStartArray("plays");
            foreach (PlayRow row in player.Plays)
                Write(writer, row);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes the user's places that never change any more.</summary>
    public async ValueTask WriteClosedAsync(
        Utf8JsonWriter writer, string id, string scope, string window, IEnumerable<string> partitions, string userId, CancellationToken cancellationToken)
    {
        foreach (string partition in partitions)
            foreach (FrozenEntry place in await store.FindFrozenAsync(scope, window, partition, [userId], cancellationToken))
            {
                BeginPlace(writer, id, window, partition);
                writer.WriteNumber("rank", place.Rank);
                WriteEntry(writer, place.Score, place.AchievedAt, place.Country);
                writer.WriteEndObject();
            }
    }

    private static void BeginPlace(Utf8JsonWriter writer, string id, string window, string partition)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("window", window);
        if (partition.Length > 0)
            writer.WriteString("partition", partition);
    }

    private static void WriteEntry(Utf8JsonWriter writer, double score, DateTimeOffset achievedAt, string? country)
    {
        writer.WriteNumber("score", score);
        writer.WriteString("achievedAt", achievedAt);
        if (country is not null)
            writer.WriteString("country", country);
    }

    private static void Write(Utf8JsonWriter writer, PlayRow row)
    {
        Play play = PlayCodec.Read(row.Data.Span);
        writer.WriteStartObject();
        writer.WriteString("gameCode", row.Key.GameCode);
        writer.WriteString("leaderboardId", row.Key.GamezopLeaderboard);
        writer.WriteString("gamePlayId", row.Key.GamePlayId);
        if (play.FirstAt is { } firstAt)
            writer.WriteString("firstAt", firstAt);
        Write(writer, "final", play.Final);
        Write(writer, "live", play.Live);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, PlayScore? score)
    {
        if (score is not { } known)
            return;
        writer.WriteStartObject(name);
        WriteEntry(writer, known.Score, known.At, known.Country);
        writer.WriteEndObject();
    }
}
