using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The operators' side of the dead letters, over any engine. What is replayed wakes the consumers of this node.</summary>
internal sealed class DeadLetters(
    IDeadLetterStore store, IQuarantineStore quarantine, IEventLog log, SubReader subs, ScoreInboxOptions options, Action wake) : IDeadLetters
{
    private const int PageSize = 100;

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1_000);
        return store.ListDeadLettersAsync(after, max, cancellationToken);
    }

    public ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellationToken = default) => store.GetDeadLetterAsync(id, cancellationToken);

    public async ValueTask<bool> ReplayAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await store.GetDeadLetterAsync(id, cancellationToken) is not { } letter)
            return false;
        var replayed = letter.IsUnreadable ? await ReadAgainAsync(letter, cancellationToken) : await store.ReplayDeadLettersAsync([id], cancellationToken) == 1;
        wake();
        return replayed;
    }

    public async ValueTask<int> ReplayAllAsync(string? handler = null, CancellationToken cancellationToken = default)
    {
        // All that is wanted is known before anything is replayed: what fails again becomes a new dead letter, and is not taken twice.
        var wanted = new List<(string Id, bool IsUnreadable)>();
        string? after = null;
        while (await store.ListDeadLettersAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            wanted.AddRange(page.Where(letter => handler is null || letter.Handler == handler).Select(letter => (letter.Id, letter.IsUnreadable)));
            after = page[^1].Id;
        }

        var replayed = 0;
        foreach (var (id, _) in wanted.Where(one => one.IsUnreadable))
            if (await store.GetDeadLetterAsync(id, cancellationToken) is { } letter && await ReadAgainAsync(letter, cancellationToken))
                replayed++;
        foreach (var ids in wanted.Where(one => !one.IsUnreadable).Select(one => one.Id).Chunk(PageSize))
            replayed += await store.ReplayDeadLettersAsync(ids, cancellationToken);
        wake();
        return replayed;
    }

    public async ValueTask<bool> DiscardAsync(string id, CancellationToken cancellationToken = default) =>
        await store.DiscardDeadLettersAsync([id], cancellationToken) == 1;

    /// <summary>
    /// Reads a body as the webhook would now. The event is added first and the letter removed then: a crash between repeats the harmless first step.
    /// </summary>
    private async ValueTask<bool> ReadAgainAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (!ScoreEvent.TryParse(letter.Body.Span, out var scoreEvent, out _))
            return false;
        var id = ScoreEventId.Compute(scoreEvent);
        var sub = subs.Read(scoreEvent.SubId);
        if (sub is { UserId: null, Error: not null })
            return false;
        var kept = new StoredEvent(id, sub.UserId ?? scoreEvent.SubId, letter.ReceivedAt, letter.Body) { Source = letter.Source };
        if (!sub.IsForged)
        {
            await log.AppendAsync([kept], cancellationToken);
        }
        else if (!await quarantine.QuarantineAsync(
            kept, QuarantineReasons.Forged, null, options.MaxQuarantined, options.MaxQuarantinedPerUser, cancellationToken))
        {
            return false;
        }
        return await store.DiscardDeadLettersAsync([letter.Id], cancellationToken) == 1;
    }
}
