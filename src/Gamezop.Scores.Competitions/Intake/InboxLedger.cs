using System.Runtime.CompilerServices;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>The kept events of the event log, as they are for the competitions.</summary>
internal sealed class InboxLedger(
    IEventLog log, IDeadLetterStore deadLetters, IOptions<ScoreInboxOptions> options, IUserSubs subs, StoreTime time, IServiceProvider services,
    string handler)
    : IScoreLedger
{
    private const int BatchSize = 1_000;

    public bool KeepsEvents => true;

    public async ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken)
    {
        // Events that are older than the retention may be gone at any moment.
        var retained = time.Now - options.Value.Retention;
        var kept = await log.GetKeptFromAsync(cancellationToken);
        return kept > retained ? kept : retained;
    }

    public async IAsyncEnumerable<IReadOnlyList<ScoreContext>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (await log.ReadLedgerAsync(DateTimeOffset.MinValue, after, BatchSize, cancellationToken) is { Events.Count: > 0 } page)
        {
            yield return [.. page.Events.Select(ToContext)];
            after = page.Next;
        }
    }

    public async ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        // What came while a key was missing may be kept under the sub itself.
        IReadOnlyList<string> names = subs.GetSubs(userId);
        // Only now, for what reads the log has the handlers, which erase in turn.
        IUserErasure erasure = services.GetRequiredService<IUserErasure>();
        foreach (string name in names)
            await erasure.EraseUserAsync(name, cancellationToken);
        string? after = null;
        while (await deadLetters.ListDeadLettersAsync(after, BatchSize, cancellationToken) is { Count: > 0 } page)
        {
            string[] named = [.. page.Where(letter => letter.UserId is null && UnreadableBody.Names(letter.Body.Span, names)).Select(letter => letter.Id)];
            if (named.Length > 0)
                await deadLetters.DiscardDeadLettersAsync(named, cancellationToken);
            after = page[^1].Id;
        }
    }

    private ScoreContext ToContext(StoredEvent kept) => new(ScoreEvent.Parse(kept.Body.Span), kept.UserId, kept.ReceivedAt, services)
    {
        EventId = kept.EventId,
        Source = kept.Source,
        IsReleased = kept.IsReleasedFor(handler),
    };
}
