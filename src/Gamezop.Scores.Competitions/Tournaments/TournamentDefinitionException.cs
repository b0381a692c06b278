namespace Gamezop.Scores.Competitions;

/// <summary>A tournament's definition breaks a rule. The message names the tournament and the member.</summary>
public sealed class TournamentDefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="tournamentId">The tournament's id.</param>
    /// <param name="member">The member at fault.</param>
    /// <param name="reason">What is wrong, as the rest of a sentence that begins with the member.</param>
    public TournamentDefinitionException(string tournamentId, string member, string reason)
        : base($"Tournament '{tournamentId}': {member} {reason}.") => (TournamentId, Member) = (tournamentId, member);

    /// <summary>The tournament's id.</summary>
    public string TournamentId { get; }

    /// <summary>The member at fault.</summary>
    public string Member { get; }
}
