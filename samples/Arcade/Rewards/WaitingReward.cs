namespace Arcade;

/// <summary>A reward that is not in the wallet yet.</summary>
/// <param name="Key">Its grant's key.</param>
/// <param name="Reason">For what, as players read it.</param>
/// <param name="Coins">How much.</param>
/// <param name="IsClaimable">Whether the player has to claim it; else it is on its way.</param>
internal sealed record WaitingReward(string Key, string Reason, decimal Coins, bool IsClaimable);
