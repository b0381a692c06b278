namespace Gamezop.Scores.Competitions;

/// <summary>Where an occurrence of a tournament stands.</summary>
public enum TournamentStatus
{
    /// <summary>It has not started.</summary>
    Upcoming,

    /// <summary>It is being played.</summary>
    Live,

    /// <summary>It is over; late scores are waited for, then places are frozen and prizes granted.</summary>
    Settling,

    /// <summary>Its places are final and every prize is granted.</summary>
    Finished,

    /// <summary>An operator has called it off.</summary>
    Cancelled,
}
