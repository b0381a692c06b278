namespace Gamezop.Scores.Competitions;

/// <summary>Which rewards are read. What is null does not matter.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Status">How far they have come.</param>
/// <param name="From">Earned at this instant or later.</param>
/// <param name="To">Earned before this instant.</param>
public readonly record struct StoredRewardFilter(string? UserId = null, RewardStatus? Status = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
