using System.Collections.Concurrent;

namespace Gamezop.Scores.Storage;

/// <summary>Users' keys in memory, beside an inbox in memory: what it remembers ends with the process.</summary>
internal sealed class MemorySubKeyStore : ISubKeyStore
{
    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);

    public ValueTask<string?> FindAsync(string userId, CancellationToken cancellationToken) => ValueTask.FromResult(_keys.GetValueOrDefault(userId));

    public ValueTask<string> GetOrAddAsync(string userId, string keyId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys.GetOrAdd(userId, keyId));

    public ValueTask RemoveAsync(string userId, CancellationToken cancellationToken)
    {
        _keys.TryRemove(userId, out _);
        return ValueTask.CompletedTask;
    }
}
