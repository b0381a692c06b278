using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Who is banned, and who has just been erased: asked with every event and every closed place.</summary>
internal sealed class BannedUsers : IErasedUsers
{
    // Longer than an event that was taken from the ledger can be on its way to the boards.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, bool> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _erased = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Another one after each change, also after a user was erased.</summary>
    public long Version => Interlocked.Read(ref _version);

    public ICollection<string> Users => _users.Keys;

    /// <summary>Told of each user whose ban has begun or ended, after it has.</summary>
    public event Action<string>? Changed;

    public bool Contains(string userId) => _users.ContainsKey(userId);

    /// <summary>From now on events that had arrived by then are not the user's any more, wherever on their way they are.</summary>
    public void Erase(string userId, DateTimeOffset now)
    {
        foreach ((string known, DateTimeOffset at) in _erased)
            if (now - at > OnTheWay)
                _erased.TryRemove(known, out _);
        _erased[userId] = now;
    }

    public bool IsErased(ScoreContext context) => _erased.TryGetValue(context.UserId, out DateTimeOffset at) && context.ReceivedAt <= at;

    public void Add(string userId)
    {
        _users[userId] = true;
        Tell(userId);
    }

    public void Remove(string userId)
    {
        _users.TryRemove(userId, out _);
        Tell(userId);
    }

    private void Tell(string userId)
    {
        Interlocked.Increment(ref _version);
        Changed?.Invoke(userId);
    }
}
