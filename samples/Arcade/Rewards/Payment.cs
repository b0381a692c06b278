namespace Arcade;

/// <summary>What was paid into a wallet.</summary>
/// <param name="Reason">For what, as players read it.</param>
/// <param name="Coins">How much.</param>
/// <param name="EarnedAt">When it was earned.</param>
internal sealed record Payment(string Reason, long Coins, DateTimeOffset EarnedAt);
