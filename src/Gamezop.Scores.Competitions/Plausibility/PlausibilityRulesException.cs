namespace Gamezop.Scores.Competitions;

/// <summary>Rules of plausibility contradict themselves, or are none. The message names the games and the member.</summary>
public sealed class PlausibilityRulesException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="games">The codes of the games that the rules are about; empty for all.</param>
    /// <param name="member">The member at fault.</param>
    /// <param name="reason">What is wrong, as the rest of a sentence that begins with the member.</param>
    public PlausibilityRulesException(IReadOnlyList<string> games, string member, string reason)
        : base($"Plausibility of {(games is { Count: > 0 } ? string.Join(", ", games) : "all games")}: {member} {reason}.") => Member = member;

    /// <summary>The member at fault.</summary>
    public string Member { get; }
}
