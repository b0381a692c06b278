using System.Text.Json;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Keeps what does not look genuine where <see cref="IQuarantine"/> shows it.</summary>
/// <param name="store">The quarantine.</param>
/// <param name="options">How much is kept.</param>
/// <param name="handler">The name under which the pipeline knows the competitions: other handlers have the event, and a release is for the competitions alone.</param>
internal sealed class InboxQuarantine(IQuarantineStore store, IOptions<ScoreInboxOptions> options, string handler) : IQuarantineGate
{
    public async ValueTask KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken)
    {
        if (options.Value.MaxQuarantined == 0)
            return;
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(context.Event, CompetitionsJson.Default.ScoreEvent);
        // Whether there was room, the webhook saw before it answered 200: what it took is kept in any case.
        var kept = new StoredEvent(context.EventId, context.UserId, context.ReceivedAt, body) { Source = context.Source };
        await store.QuarantineAsync(kept, reason, handler, int.MaxValue, int.MaxValue, cancellationToken);
    }
}
