namespace Gamezop.Scores.Competitions;

/// <summary>What became of a <see cref="ProgressWrite"/>.</summary>
/// <param name="Written">Whether it is kept; otherwise the version was another one and nothing has changed.</param>
/// <param name="Rewarded">Whether its reward is new.</param>
public readonly record struct ProgressWriteResult(bool Written, bool Rewarded);
