namespace Gamezop.Scores.Competitions;

/// <summary>How a reward is handed out.</summary>
/// <param name="MustClaim">Whether the user has to claim it.</param>
/// <param name="ClaimWithin">How long the user may; null for ever.</param>
internal readonly record struct RewardTerms(bool MustClaim, TimeSpan? ClaimWithin);
