using System.Text;
using System.Text.Json;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Competitions;

/// <summary>The inbox's part: events, dead letters, quarantine.</summary>
internal sealed class EventExport(IScoreLedger ledger, IDeadLetterStore? deadLetters, IQuarantineStore? quarantine, IUserSubs subs) : IPlayerExport
{
    private const int PageSize = 500;

    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        // What came while a key was missing may be kept under the sub itself.
        var names = subs.GetSubs(userId);
        writer.WriteStartArray("events");
        await foreach (IReadOnlyList<ScoreContext> page in ledger.ReadAsync(cancellationToken))
        {
            foreach (ScoreContext context in page.Where(context => names.Contains(context.UserId)))
                Write(writer, context);
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
        await WriteDeadLettersAsync("deadLetters", letter => letter.UserId is not null && names.Contains(letter.UserId), Write, writer, cancellationToken);
        await WriteDeadLettersAsync("unreadable", letter => letter.UserId is null && UnreadableBody.Names(letter.Body.Span, names), WriteUnreadable, writer, cancellationToken);
        await WriteQuarantineAsync(names, writer, cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, ScoreContext context)
    {
        writer.WriteStartObject();
        Members(writer, context.EventId, context.ReceivedAt, context.Source, context.Event);
        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, string eventId, DateTimeOffset receivedAt, string? source, ScoreEvent scoreEvent)
    {
        writer.WriteString("eventId", eventId);
        writer.WriteString("receivedAt", receivedAt);
        WriteSource(writer, source);
        writer.WritePropertyName("event");
        writer.WriteValue(scoreEvent, PlayersJson.Default.ScoreEvent);
    }

    private static void Write(Utf8JsonWriter writer, DeadLetter letter)
    {
        writer.WriteString("handler", letter.Handler);
        writer.WriteNumber("attempts", letter.Attempts);
        writer.WriteString("error", letter.Error);
        writer.WriteString("parkedAt", letter.ParkedAt);
        Members(writer, letter.EventId, letter.ReceivedAt, letter.Source, ScoreEvent.Parse(letter.Body.Span));
    }

    private static void WriteUnreadable(Utf8JsonWriter writer, DeadLetter letter)
    {
        writer.WriteString("error", letter.Error);
        writer.WriteString("receivedAt", letter.ReceivedAt);
        WriteSource(writer, letter.Source);
        writer.WriteString("body", Encoding.UTF8.GetString(letter.Body.Span));
    }

    // An event that came by one of the ApiKeys has none.
    private static void WriteSource(Utf8JsonWriter writer, string? source)
    {
        if (source is not null)
            writer.WriteString("source", source);
    }

    private async ValueTask WriteDeadLettersAsync(
        string name, Func<DeadLetter, bool> isTheirs, Action<Utf8JsonWriter, DeadLetter> write, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartArray(name);
        string? after = null;
        while (deadLetters is not null && await deadLetters.ListDeadLettersAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (DeadLetter letter in page.Where(isTheirs))
            {
                writer.WriteStartObject();
                write(writer, letter);
                writer.WriteEndObject();
            }

            after = page[^1].Id;
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }

    private async ValueTask WriteQuarantineAsync(IReadOnlyList<string> names, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartArray("quarantine");
        string? after = null;
        while (quarantine is not null && await quarantine.ListQuarantinedAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (QuarantinedEvent kept in page.Where(kept => names.Any(kept.Claims)))
            {
                writer.WriteStartObject();
                writer.WriteString("reason", kept.Reason);
                if (kept.Handler is not null)
                    writer.WriteString("handler", kept.Handler);
                Members(writer, kept.Event.EventId, kept.Event.ReceivedAt, kept.Event.Source, ScoreEvent.Parse(kept.Event.Body.Span));
                writer.WriteEndObject();
            }

            after = page[^1].Id;
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }
}
