namespace Gamezop.Scores.Competitions;

/// <summary>A reward and how far it has come.</summary>
/// <param name="Grant">Who gets what for what.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="ClaimBy">Until when the user may claim it; null where it needs no claim, or may be claimed for ever, or while it is withheld.</param>
/// <param name="Attempts">How many attempts to pay it were begun since it was earned or replayed.</param>
/// <param name="Error">Why the last attempt failed; null when none has.</param>
/// <param name="ChangedAt">When the status last changed, in UTC.</param>
/// <param name="Note">Who took it back and why, or that it is held back for plays in quarantine; otherwise null.</param>
public sealed record UserReward(RewardGrant Grant, RewardStatus Status, DateTimeOffset? ClaimBy, int Attempts, string? Error, DateTimeOffset ChangedAt, string? Note);
