namespace Gamezop.Scores.Competitions;

/// <summary>How far a reward has come. A kept number: never renumber.</summary>
public enum RewardStatus
{
    /// <summary>Earned and to be paid: the next attempt is due, or under way.</summary>
    Owed = 0,

    /// <summary>Earned; the user has to claim it before it is paid.</summary>
    Claimable = 1,

    /// <summary>Not paid while the user is banned, or while the goal is reached only with plays that are in quarantine; goes on when neither is so.</summary>
    Withheld = 2,

    /// <summary>Paid: the handler has succeeded.</summary>
    Paid = 3,

    /// <summary>Not claimed in time. It is not paid any more.</summary>
    Expired = 4,

    /// <summary>The last attempt has failed. It is paid when an operator replays it.</summary>
    DeadLetter = 5,

    /// <summary>Taken back before it was paid.</summary>
    Withdrawn = 6,

    /// <summary>
    /// Taken back after it was paid, or while it was being paid: the publisher has to get it back. Where plays in quarantine are the reason it counts as paid again when the
    /// goal is reached without them.
    /// </summary>
    ClawbackDue = 7,

    /// <summary>The publisher has got it back, or given it up.</summary>
    ClawedBack = 8,
}
