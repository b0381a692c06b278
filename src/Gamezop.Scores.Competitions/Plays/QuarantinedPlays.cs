using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// The plays that do not count, since they were found implausible. Their events are folded in underneath like any other, so that a play counts as if nothing had been when it is
/// released; what is shown and granted is made from the other plays. Asked with every event.
/// </summary>
internal sealed class QuarantinedPlays
{
    private readonly ConcurrentDictionary<PlayId, bool> _plays = new();

    // The dictionary itself takes all of its locks to say that it is empty, and as a rule it is.
    private int _count;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public bool Contains(PlayId play) => !IsEmpty && _plays.ContainsKey(play);

    public void Set(PlayId play, bool quarantined)
    {
        if (quarantined ? _plays.TryAdd(play, true) : _plays.TryRemove(play, out _))
            Interlocked.Add(ref _count, quarantined ? 1 : -1);
    }

    /// <summary>Lets go of a user's plays.</summary>
    public void Forget(string userId)
    {
        foreach (PlayId play in _plays.Keys.Where(play => play.UserId == userId))
            Set(play, false);
    }
}
