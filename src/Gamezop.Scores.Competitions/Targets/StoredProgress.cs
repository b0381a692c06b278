namespace Gamezop.Scores.Competitions;

/// <summary>A progress as a store knows it.</summary>
/// <param name="Key">Which.</param>
/// <param name="Version">Goes up with every write; 0 for one that is not there.</param>
/// <param name="FirstAt">The earliest timestamp of its events; <see cref="Unknown"/> where none of them counts.</param>
/// <param name="Data">What is known of it: opaque to the store; empty for one that is not there.</param>
/// <param name="Parts">Of the plays that were asked for those that are there.</param>
public sealed record StoredProgress(
    ProgressKey Key, long Version, DateTimeOffset FirstAt, ReadOnlyMemory<byte> Data, IReadOnlyList<ProgressPart> Parts)
{
    internal static readonly DateTimeOffset Unknown = DateTimeOffset.MinValue;
}
