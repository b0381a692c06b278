namespace Gamezop.Scores.Competitions;

/// <summary>A day and its neighbours: a time zone may have left a date out.</summary>
/// <param name="Before">The number of the day before.</param>
/// <param name="Number">The day's number.</param>
/// <param name="After">The number of the day after.</param>
internal readonly record struct CalendarDay(int Before, int Number, int After);
