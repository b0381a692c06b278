namespace Gamezop.Scores.Testing;

/// <summary>One game of a <see cref="GamezopStandIn"/>: all play alike, and each has its own code, name and leaderboard.</summary>
public sealed class StandInGame
{
    /// <summary>A game.</summary>
    /// <param name="code">Its code: 7 to 11 letters, digits, <c>_</c> or <c>-</c>.</param>
    /// <param name="name">Its name.</param>
    public StandInGame(string code, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (code.Length is < 7 or > 11 || !code.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            throw new ArgumentException("A game's code has 7 to 11 letters, digits, '_' or '-'.", nameof(code));
        Code = code;
        Name = name;
        LeaderboardId = code + "_default";
    }

    /// <summary>The code.</summary>
    public string Code { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it is about.</summary>
    public string Description { get; init; } = "Hit the lit tile before it moves on.";

    /// <summary>The category's name; <c>Arcade</c> unless set.</summary>
    public string Category { get; init; } = "Arcade";

    /// <summary>The id of its leaderboard at Gamezop; the code and <c>_default</c> unless set.</summary>
    public string LeaderboardId { get; init; }

    /// <summary>
    /// Whether the leaderboards metadata calls its order <c>ascending</c>: the lower score is the better one. The game itself does not
    /// change.
    /// </summary>
    public bool IsAscending { get; init; }
}
