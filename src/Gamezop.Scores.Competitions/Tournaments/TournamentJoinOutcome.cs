namespace Gamezop.Scores.Competitions;

/// <summary>Whether a user takes part in a tournament, and if not, why.</summary>
public enum TournamentJoinOutcome
{
    /// <summary>The user takes part.</summary>
    Joined,

    /// <summary>Every place is taken.</summary>
    Full,

    /// <summary>It is over, or was cancelled, or the user was erased meanwhile.</summary>
    Closed,

    /// <summary>The publisher's <see cref="ITournamentGate"/> refused, or the user is banned or disqualified.</summary>
    Refused,

    /// <summary>
    /// The publisher's <see cref="ITournamentGate"/> has not decided in time, or is still at work on the user's last attempt: the user does
    /// not take part, and may ask again.
    /// </summary>
    Undecided,
}
