using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// The plays that do not count, since they were found implausible. Their events are folded in underneath like any other, so that a play counts as if nothing had been when it is
/// released; what is shown and granted is made from the other plays. Asked with every event.
/// </summary>
internal sealed class QuarantinedPlays
{
    private readonly ConcurrentDictionary<PlayId, bool> _plays = new();

    /// <summary>Whether plays of a game are judged at all: only then more is kept of them than scores need.</summary>
    public Predicate<string> Judges { get; set; } = static _ => false;

    public bool IsEmpty => _plays.IsEmpty;

    public bool Contains(PlayId play) => !_plays.IsEmpty && _plays.ContainsKey(play);

    public void Set(PlayId play, bool quarantined)
    {
        if (quarantined)
            _plays[play] = true;
        else
            _plays.TryRemove(play, out _);
    }
}
