namespace Gamezop.Scores;

/// <summary>How durable a commit is.</summary>
public enum SqliteSynchronous
{
    /// <summary>On the disk: what was answered 200 survives a power failure.</summary>
    Full,

    /// <summary>With the operating system: survives a killed process; the last moments before a power failure can be lost.</summary>
    Normal,
}
