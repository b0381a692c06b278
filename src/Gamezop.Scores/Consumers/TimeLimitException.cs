namespace Gamezop.Scores;

/// <summary>A handler took longer than its time limit. What a handler throws itself is never this one.</summary>
internal sealed class TimeLimitException(TimeSpan limit) : TimeoutException($"The handler took longer than {limit}.");
