namespace Gamezop.Scores.Testing;

/// <summary>In which shape the stand-in's games post their broadcasts. Gamezop sends either, so a host has to take both.</summary>
public enum StandInBroadcasts
{
    /// <summary>As an object.</summary>
    Objects,

    /// <summary>As the object's JSON, a string.</summary>
    Texts,

    /// <summary>None: a property for which Gamezop has not enabled them.</summary>
    None,
}
