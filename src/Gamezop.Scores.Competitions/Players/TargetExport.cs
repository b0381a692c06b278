using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>The targets' part: progress, and events that do not count.</summary>
internal sealed class TargetExport(TargetCatalog catalog, ITargetStore store) : IPlayerExport
{
    private const int PageSize = 1_000;

    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartArray("targets");
        foreach (StoredProgress progress in await store.ReadUserAsync(userId, cancellationToken))
            Write(writer, progress);
        writer.WriteEndArray();
        writer.WriteStartArray("targetsUncounted");
        UncountedEvent? after = null;
        while (await store.ReadUncountedAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (UncountedEvent uncounted in page.Where(uncounted => uncounted.UserId == userId))
                writer.WriteValue(uncounted, PlayersJson.Default.UncountedEvent);
            after = page[^1];
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, StoredProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteString("id", progress.Key.TargetId);
        writer.WriteString("period", progress.Key.Period);
        if (progress.FirstAt != StoredProgress.Unknown)
            writer.WriteString("firstAt", progress.FirstAt);
        // Of a target that is not defined any more it is not known what was measured.
        if (catalog.Index.Find(progress.Key.TargetId) is { } rule && ProgressCodec.ReadState(progress.Data.Span, rule.Kind).Clean.Value is { } value)
            writer.WriteNumber("value", value);
        writer.WriteStartArray("plays");
        foreach (ProgressPart part in progress.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("gameCode", part.Play.GameCode);
            writer.WriteString("leaderboardId", part.Play.GamezopLeaderboard);
            writer.WriteString("gamePlayId", part.Play.GamePlayId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
