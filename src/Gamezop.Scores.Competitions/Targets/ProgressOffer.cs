namespace Gamezop.Scores.Competitions;

/// <summary>What one event offers to a progress.</summary>
/// <param name="At">When it happened, in UTC ticks.</param>
/// <param name="Amount">A score, whole thousandths of one, ticks of a duration, or 1.</param>
/// <param name="EventId">The event, where events are counted; otherwise empty.</param>
internal readonly record struct ProgressOffer(long At, double Amount, string EventId);
