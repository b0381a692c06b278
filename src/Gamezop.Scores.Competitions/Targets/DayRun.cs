namespace Gamezop.Scores.Competitions;

/// <summary>Days in a row.</summary>
/// <param name="First">The number of the first day.</param>
/// <param name="Last">The number of the last day.</param>
/// <param name="Count">How many days they are: fewer than their numbers say where a time zone has left a date out.</param>
internal readonly record struct DayRun(int First, int Last, int Count);
