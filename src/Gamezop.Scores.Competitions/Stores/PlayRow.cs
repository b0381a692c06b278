namespace Gamezop.Scores.Competitions;

/// <summary>A play as a store keeps it.</summary>
/// <param name="Key">Which play.</param>
/// <param name="Data">What is known of it: opaque to the store, at most a few hundred bytes.</param>
public readonly record struct PlayRow(PlayKey Key, ReadOnlyMemory<byte> Data);
