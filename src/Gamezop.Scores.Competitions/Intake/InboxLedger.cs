using System.Runtime.CompilerServices;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>The kept events of the event log.</summary>
internal sealed class InboxLedger(
    IEventLog log, IDeadLetterStore deadLetters, IOptions<ScoreInboxOptions> options, IUserSubs subs, IServiceProvider services) : IScoreLedger
{
    private const int BatchSize = 1_000;

    public TimeSpan? Retention => options.Value.Retention;

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
        await log.EraseUserAsync(userId, cancellationToken);
        IReadOnlyList<string> names = subs.GetSubs(userId);
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
        IsReleased = kept.IsReleased,
    };
}
