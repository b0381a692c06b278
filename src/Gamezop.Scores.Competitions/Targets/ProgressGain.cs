namespace Gamezop.Scores.Competitions;

/// <summary>What a progress gains at once. Of the three that which its goal's kind measures.</summary>
/// <param name="Score">A score, where scores are compared.</param>
/// <param name="Amount">What is added to a sum: whole thousandths, ticks, or a count.</param>
/// <param name="Day">A day, where days are counted.</param>
internal readonly record struct ProgressGain(double Score = 0, long Amount = 0, CalendarDay Day = default);
