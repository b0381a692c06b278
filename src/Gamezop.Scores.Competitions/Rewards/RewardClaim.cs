namespace Gamezop.Scores.Competitions;

/// <summary>What a user's claim came to.</summary>
public enum RewardClaim
{
    /// <summary>It is claimed, now or before, or needs no claim: it is paid or going to be.</summary>
    Claimed,

    /// <summary>The user has no such reward.</summary>
    NotFound,

    /// <summary>It was not claimed in time.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>The user is banned, or the goal is reached only with plays that are in quarantine.</summary>
    Withheld,
}
