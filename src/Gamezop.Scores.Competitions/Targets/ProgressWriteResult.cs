namespace Gamezop.Scores.Competitions;

/// <summary>What became of a <see cref="ProgressWrite"/>.</summary>
/// <param name="Written">Whether it is kept; otherwise a version was another one and nothing has changed.</param>
/// <param name="Rewarded">Whether its reward was added or changed.</param>
public readonly record struct ProgressWriteResult(bool Written, bool Rewarded);
