namespace Gamezop.Scores.Competitions;

/// <summary>Asks for a place among the rewards of a target that has so many.</summary>
/// <param name="Key">Whose progress has reached the target.</param>
/// <param name="Places">How many places there are.</param>
public readonly record struct PlaceRequest(ProgressKey Key, int Places);
