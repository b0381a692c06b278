namespace Gamezop.Scores.Competitions;

/// <summary>
/// Limits of what can have been played. What is not set is not judged. Limits are allowed themselves: a play breaks one by going beyond it. In configuration
/// <c>Gamezop:Plausibility</c>, a list of these.
/// </summary>
public sealed class PlausibilityRules
{
    /// <summary>The codes of the games that they are about; empty for all. A game may be in several: each judges its plays.</summary>
    public IReadOnlyList<string> Games { get; init; } = [];

    /// <summary>The highest score per second that a <c>playing</c>, <c>levelup</c> or <c>over</c> event may have; a duration of less than a second counts as one, events without are passed over. More than 0.</summary>
    public double? MaxScorePerSecond { get; init; }

    /// <summary>The highest score that a <c>playing</c>, <c>levelup</c> or <c>over</c> event may have.</summary>
    public double? MaxScore { get; init; }

    /// <summary>The lowest score that an <c>over</c> event may have.</summary>
    public double? MinScore { get; init; }

    /// <summary>How long a finished play must last at least: by the longest duration of its <c>over</c> events, where they have one. More than 0.</summary>
    public TimeSpan? MinDuration { get; init; }

    /// <summary>How long a play may last at most, by the longest duration of its events. More than 0.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>
    /// By how much durations may run ahead of the clock: no event of a play may say that the play began (its timestamp less its duration) earlier by more than this than the
    /// play's earliest event with a duration says. Pauses only ever delay an event's duration, so they break nothing. 0 or more; some seconds are wise.
    /// </summary>
    public TimeSpan? ClockTolerance { get; init; }

    /// <summary>
    /// Whether a play's events must be in an order that is possible, by their timestamps: no <c>playing</c>, <c>levelup</c> or <c>over</c> before the first <c>start</c>, no
    /// <c>start</c>, <c>playing</c> or <c>levelup</c> after the first <c>over</c>, each by more than <see cref="ClockTolerance"/> (0 unless set); and no <c>start</c> with a
    /// score or a duration other than 0. What was never heard of, e.g. because it was lost, breaks nothing.
    /// </summary>
    public bool StateOrder { get; init; }

    /// <summary>
    /// Whether a play id may be one user's alone, within a game. It belongs to the user of its first event, by arrival, then by timestamp, then
    /// by event id; the plays of all other users who have it break the rule.
    /// </summary>
    public bool OneUserPerPlay { get; init; }

    /// <summary>Whether all events of a user in one session of a game must come from one country; those without a country are passed over. Otherwise all plays of that session break the rule.</summary>
    public bool OneCountryPerSession { get; init; }

    /// <summary>What becomes of a play that breaks one of these rules: quarantined unless set, or marked.</summary>
    public PlausibilityOutcome Outcome { get; init; } = PlausibilityOutcome.Quarantine;

    internal PlausibilityRules Copy() => new()
    {
        Games = [.. Games],
        MaxScorePerSecond = MaxScorePerSecond,
        MaxScore = MaxScore,
        MinScore = MinScore,
        MinDuration = MinDuration,
        MaxDuration = MaxDuration,
        ClockTolerance = ClockTolerance,
        StateOrder = StateOrder,
        OneUserPerPlay = OneUserPerPlay,
        OneCountryPerSession = OneCountryPerSession,
        Outcome = Outcome,
    };
}
