using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>The part of plausibility: the user's plays that were found implausible, why, and the event of each that operators are shown.</summary>
internal sealed class PlausibilityExport(IPlausibilityStore store) : IPlayerExport
{
    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartArray("plausibility");
        foreach (JudgedPlay play in await store.ReadUserAsync(userId, cancellationToken))
        {
            writer.WriteStartObject();
            writer.WriteString("gameCode", play.Play.GameCode);
            writer.WriteString("gamePlayId", play.Play.GamePlayId);
            writer.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(play.Status.ToString()));
            writer.WriteString("since", play.Since);
            writer.WriteString("changedAt", play.ChangedAt);
            writer.WritePropertyName("evidence");
            writer.WriteRawValue(play.Evidence);
            writer.WriteString("eventId", play.Event.EventId);
            writer.WriteString("receivedAt", play.Event.ReceivedAt);
            if (play.Event.Source is { } source)
                writer.WriteString("source", source);
            writer.WritePropertyName("event");
            writer.WriteRawValue(play.Event.Body.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
