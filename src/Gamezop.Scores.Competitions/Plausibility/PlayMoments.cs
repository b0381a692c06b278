namespace Gamezop.Scores.Competitions;

/// <summary>When the first and the last event of one state were made, by their timestamps.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last; the same where there is one alone.</param>
public readonly record struct PlayMoments(DateTimeOffset First, DateTimeOffset Last);
