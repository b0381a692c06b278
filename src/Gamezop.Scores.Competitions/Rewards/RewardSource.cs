namespace Gamezop.Scores.Competitions;

/// <summary>What a reward was earned in. A kept number: never renumber.</summary>
public enum RewardSource
{
    /// <summary>A target that the user reached.</summary>
    Target = 0,

    /// <summary>A tournament in which the user won a prize.</summary>
    Tournament = 1,
}
