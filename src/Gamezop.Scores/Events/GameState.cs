namespace Gamezop.Scores;

/// <summary>What happened in the game: Gamezop's <c>state</c> ("Receive user scores" in its publisher documentation).</summary>
public enum GameState
{
    /// <summary>A state this version does not know; <see cref="ScoreEvent.RawState"/> keeps the text.</summary>
    Unknown,

    /// <summary><c>loaded</c>: the game has loaded. The score is always 0.</summary>
    Loaded,

    /// <summary><c>start</c>: a new game play begins. Score and duration are 0.</summary>
    Start,

    /// <summary><c>playing</c>: the score changed during play.</summary>
    Playing,

    /// <summary><c>levelup</c>: a level was completed (level-based games).</summary>
    LevelUp,

    /// <summary><c>over</c>: the game play ended; the score is its final one. There can be several in one session.</summary>
    Over,
}
