namespace Gamezop.Scores.Competitions;

/// <summary>What one play has contributed to a progress, as a store keeps it.</summary>
/// <param name="Play">Which play.</param>
/// <param name="Data">What is known of it: opaque to the store.</param>
public readonly record struct ProgressPart(PlayKey Play, ReadOnlyMemory<byte> Data);
