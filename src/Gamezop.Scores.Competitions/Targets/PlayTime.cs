namespace Gamezop.Scores.Competitions;

/// <summary>How long a play has lasted, as far as its events tell: each member is a least or a greatest, so their order does not matter.</summary>
/// <param name="First">When its first event was made, in UTC ticks.</param>
/// <param name="Last">When its last event was made, in UTC ticks.</param>
/// <param name="Longest">The longest duration that counts, in ticks; 0 for none.</param>
internal readonly record struct PlayTime(long First, long Last, long Longest)
{
    public static PlayTime None { get; } = new(long.MaxValue, long.MinValue, 0);

    /// <summary>When the first event of some plays was made.</summary>
    public static DateTimeOffset FirstOf(IEnumerable<PlayShare> plays) =>
        new(plays.Select(play => play.Time.First).Append(DateTimeOffset.MaxValue.UtcTicks).Min(), TimeSpan.Zero);

    /// <summary>
    /// Durations are what the player's device says: no play has lasted longer than from its first to its last event, and of a play that
    /// reaches over an edge only the part on this side counts.
    /// </summary>
    /// <param name="from">The first instant that counts, in UTC ticks.</param>
    /// <param name="to">The first instant that does not count any more, in UTC ticks.</param>
    public long PlayedWithin(long from, long to) =>
        First > Last ? 0 : Math.Max(0, Math.Min(Longest, Math.Min(Last, to) - Math.Max(First, from)));

    public PlayTime With(long at, long duration) => new(Math.Min(First, at), Math.Max(Last, at), Math.Max(Longest, duration));
}
