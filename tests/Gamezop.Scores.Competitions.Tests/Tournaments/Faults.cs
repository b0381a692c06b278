namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Which write is a process's last.</summary>
internal sealed class Faults
{
    private int _calls;

    /// <summary>The number of the last write, from 1; 0 for none.</summary>
    public int At { get; private set; }

    /// <summary>Whether it still happens.</summary>
    public bool After { get; private set; }

    /// <summary>Whether a process was killed by it.</summary>
    public bool Happened { get; private set; }

    public void Arm(int at, bool after) => (At, After, Happened, _calls) = (at, after, false, 0);

    public void Disarm() => At = 0;

    public bool IsLast()
    {
        // Nothing of a dead process goes on.
        if (At != 0 && Happened)
            throw new IOException("The process is dead.");
        return At != 0 && ++_calls == At && (Happened = true);
    }
}
