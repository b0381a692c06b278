namespace Gamezop.Scores;

/// <summary>The operators' side of the quarantine: one list of what all sources have, one source after the other.</summary>
internal sealed class Quarantine : IQuarantine
{
    private readonly IQuarantineSource[] _sources;

    public Quarantine(IEnumerable<IQuarantineSource> sources)
    {
        // The empty prefix comes first, and every id has it.
        _sources = [.. sources.OrderBy(source => source.Prefix, StringComparer.Ordinal)];
        if (_sources.GroupBy(source => source.Prefix, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two sources of the quarantine have the prefix '{twice.Key}'.");
    }

    public async ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1_000);
        var entries = new List<QuarantinedEvent>();
        for (var i = after is null ? 0 : IndexOf(after); i >= 0 && i < _sources.Length && entries.Count < max; i++)
        {
            entries.AddRange(await _sources[i].ListAsync(after, max - entries.Count, cancellationToken));
            after = null;
        }

        return entries;
    }

    public ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IndexOf(id) is >= 0 and var i ? _sources[i].ReleaseAsync(id, cancellationToken) : new(false);
    }

    public ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IndexOf(id) is >= 0 and var i ? _sources[i].RejectAsync(id, cancellationToken) : new(false);
    }

    private int IndexOf(string id) => Array.FindLastIndex(_sources, source => id.StartsWith(source.Prefix, StringComparison.Ordinal));
}
