namespace Gamezop.Scores;

/// <summary>How a game wants the screen held.</summary>
public enum GamezopOrientation
{
    /// <summary>Not told, or told in a way this version does not know.</summary>
    Unknown,

    /// <summary>Upright.</summary>
    Portrait,

    /// <summary>Lying.</summary>
    Landscape,
}
