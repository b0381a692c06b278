using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Who is banned: asked with every event and every closed place.</summary>
internal sealed class BannedUsers
{
    private readonly ConcurrentDictionary<string, bool> _users = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Another one after each change, also after a user was erased.</summary>
    public long Version => Interlocked.Read(ref _version);

    public ICollection<string> Users => _users.Keys;

    public bool Contains(string userId) => _users.ContainsKey(userId);

    public void Add(string userId)
    {
        _users[userId] = true;
        Interlocked.Increment(ref _version);
    }

    public void Remove(string userId)
    {
        _users.TryRemove(userId, out _);
        Interlocked.Increment(ref _version);
    }
}
