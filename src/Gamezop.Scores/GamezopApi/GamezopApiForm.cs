namespace Gamezop.Scores;

/// <summary>Which form of Gamezop's API is called. Both give the same models.</summary>
public enum GamezopApiForm
{
    /// <summary>The current one, at <see cref="GamezopApiOptions.BaseAddress"/>, with a bearer token.</summary>
    Current,

    /// <summary>The older one, at <see cref="GamezopApiOptions.OlderBaseAddress"/>, with a property id. It doesn't tell leaderboards' sorting orders.</summary>
    Older,
}
