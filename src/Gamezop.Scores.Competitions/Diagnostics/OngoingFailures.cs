using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>What cannot be done now, from when it fails until it succeeds again: the health check tells of it for as long as it lasts.</summary>
internal sealed class OngoingFailures
{
    private readonly ConcurrentDictionary<string, (string Text, bool IsSevere)> _failures = new(StringComparer.Ordinal);

    /// <summary>Whether something fails because of which scores do not count now.</summary>
    public bool IsSevere => _failures.Values.Any(failure => failure.IsSevere);

    /// <summary>Everything that fails, as sentences in order.</summary>
    public IReadOnlyList<string> Texts => [.. _failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).Select(failure => failure.Value.Text)];

    /// <summary>Something could not be done.</summary>
    /// <param name="work">What, as the beginning of a sentence: "The targets cannot be read".</param>
    /// <param name="failure">Why.</param>
    /// <param name="isSevere">Whether scores do not count meanwhile.</param>
    public void Failed(string work, Exception failure, bool isSevere = false) => _failures[work] = ($"{work}: {failure.Message}", isSevere);

    /// <summary>Forgets what is not tried any more, because an operator has held, cancelled or removed it.</summary>
    /// <param name="prefix">How all works of one kind begin, and no others.</param>
    /// <param name="tried">Those that are tried.</param>
    public void Keep(string prefix, IEnumerable<string> tried)
    {
        if (_failures.IsEmpty)
            return;
        HashSet<string> kept = new(tried, StringComparer.Ordinal);
        foreach (string work in _failures.Keys.Where(work => work.StartsWith(prefix, StringComparison.Ordinal) && !kept.Contains(work)))
            _failures.TryRemove(work, out _);
    }

    /// <summary>It could be done.</summary>
    public void Succeeded(string work)
    {
        // Called with every batch of events.
        if (!_failures.IsEmpty)
            _failures.TryRemove(work, out _);
    }
}
