namespace Gamezop.Scores.Competitions;

/// <summary>Asks for a progress and some of its plays.</summary>
/// <param name="Key">Which progress.</param>
/// <param name="Plays">Which plays; empty for none.</param>
public readonly record struct ProgressRead(ProgressKey Key, IReadOnlyCollection<PlayKey> Plays);
