using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>A target's definition, made ready for events.</summary>
internal sealed class TargetRule
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(10_000);

    // The events of one play lie no further apart.
    private static readonly TimeSpan LongestPlay = TimeSpan.FromDays(1);

    private readonly HashSet<string> _games;
    private readonly HashSet<string> _gamezopLeaderboards;
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _countries;
    private readonly WindowCalendar? _periods;
    private readonly WindowCalendar _days;

    public TargetRule(TargetDefinition definition)
    {
        Definition = definition;
        _games = new(definition.Games, StringComparer.Ordinal);
        _gamezopLeaderboards = new(definition.GamezopLeaderboards, StringComparer.Ordinal);
        _sources = new(definition.Sources, StringComparer.Ordinal);
        _countries = new(definition.Countries.Select(country => CountryCode.Normalize(country)!), StringComparer.Ordinal);
        _days = WindowCalendar.Create(LeaderboardWindow.Daily, definition.TimeZone);
        _periods = definition.Period switch
        {
            TargetPeriod.Once or TargetPeriod.EveryPlay => null,
            TargetPeriod.Daily => _days,
            TargetPeriod.Weekly => WindowCalendar.Create(LeaderboardWindow.Weekly, definition.TimeZone),
            _ => WindowCalendar.Create(LeaderboardWindow.Monthly, definition.TimeZone),
        };
    }

    public TargetDefinition Definition { get; }

    public string Id => Definition.Id;

    public TargetGoalKind Kind => Definition.Goal.Kind;

    public bool IsEveryPlay => Definition.Period == TargetPeriod.EveryPlay;

    /// <summary>Whether one play can have its time in several periods.</summary>
    public bool SplitsPlays => Kind == TargetGoalKind.TimePlayed && _periods is not null;

    /// <summary>Whether its periods come to an end.</summary>
    public bool HasEnds => Definition.Period != TargetPeriod.Once;

    /// <summary>Whether an event says something about progress. Users are looked up by the index.</summary>
    public bool Matches(ScoreContext context) =>
        (Counts(context.Event.State) || (Kind == TargetGoalKind.TimePlayed && context.Event.State is not GameState.Loaded))
        && (_games.Count == 0 || _games.Contains(context.Event.GameCode))
        && (_gamezopLeaderboards.Count == 0 || (context.Event.LeaderboardId is { Length: > 0 } id && _gamezopLeaderboards.Contains(id)))
        && (_sources.Count == 0 || (context.Source is { } source && _sources.Contains(source)))
        && (_countries.Count == 0 || (CountryCode.Normalize(context.Event.Country) is { } country && _countries.Contains(country)))
        && !(context.Event.Timestamp < Definition.ActiveFrom) && !(context.Event.Timestamp >= Definition.ActiveUntil);

    /// <summary>
    /// Whether an event that does not match says all the same when a play was going on. Those of single plays are no further away than a play
    /// lasts. Users are looked up by the index.
    /// </summary>
    public bool TellsTime(ScoreContext context) =>
        Kind == TargetGoalKind.TimePlayed && context.Event.State is not GameState.Loaded
        && (_games.Count == 0 || _games.Contains(context.Event.GameCode))
        && !(Definition.ActiveFrom?.UtcTicks - context.Event.Timestamp.UtcTicks > LongestPlay.Ticks)
        && !(context.Event.Timestamp.UtcTicks - Definition.ActiveUntil?.UtcTicks > LongestPlay.Ticks);

    public bool Counts(GameState state) => Kind switch
    {
        TargetGoalKind.ScoreAtLeast or TargetGoalKind.TimePlayed => state is GameState.Playing or GameState.LevelUp or GameState.Over,
        TargetGoalKind.LevelsCompleted => state is GameState.LevelUp,
        _ => state is GameState.Over,
    };

    /// <summary>Whether an event's score is one that sums take.</summary>
    public bool CanHold(ScoreEvent scoreEvent) => Kind != TargetGoalKind.TotalScore || Thousandths.CanHold(scoreEvent.Score);

    /// <summary>
    /// Whether an event counts: its state does, its score is one that sums take, and it is within. An event is within by its own duration
    /// alone; one that states none is not.
    /// </summary>
    public bool CanCount(ScoreEvent scoreEvent) =>
        Counts(scoreEvent.State) && CanHold(scoreEvent) && (Definition.Within is not { } within || scoreEvent.Duration <= within);

    /// <summary>Whether an event that counts brings the goal nearer.</summary>
    public bool Adds(ScoreEvent scoreEvent) => Kind switch
    {
        TargetGoalKind.ScoreAtLeast => scoreEvent.Score >= Definition.Goal.Value,
        TargetGoalKind.ScoreAtMost => scoreEvent.Score <= Definition.Goal.Value,
        TargetGoalKind.TotalScore => scoreEvent.Score > 0,
        _ => true,
    };

    public static long DurationOf(ScoreEvent scoreEvent) => Math.Min(LongestDuration.Ticks, scoreEvent.Duration?.Ticks ?? 0);

    /// <summary>The key of the period that an event belongs to.</summary>
    public string PeriodOf(ScoreEvent scoreEvent) => IsEveryPlay ? scoreEvent.GamePlayId : PeriodAt(scoreEvent.Timestamp);

    /// <summary>The key of the period of an instant, where periods are times.</summary>
    public string PeriodAt(DateTimeOffset instant) => _periods is not null && _periods.TryFind(instant, out WindowSpan span) ? span.Key : "all";

    /// <summary>When a period is over; null for never.</summary>
    /// <param name="period">Its key.</param>
    /// <param name="firstAt">When its first event was made: where a play is a period, that is all that tells its end.</param>
    public DateTimeOffset? EndOf(string period, DateTimeOffset firstAt)
    {
        if (IsEveryPlay)
            return firstAt < DateTimeOffset.MaxValue - LongestPlay ? firstAt + LongestPlay : null;
        return _periods is not null && _periods.TryFind(period, out WindowSpan span) && span.HasEnd ? span.End : null;
    }

    /// <summary>From when up to when time that is played counts for a period, in UTC ticks: while it lasts, and the target is active.</summary>
    public (long From, long To) TimesOf(string period)
    {
        long from = Definition.ActiveFrom?.UtcTicks ?? DateTimeOffset.MinValue.UtcTicks;
        long to = Definition.ActiveUntil?.UtcTicks ?? DateTimeOffset.MaxValue.UtcTicks;
        return SplitsPlays && _periods!.TryFind(period, out WindowSpan span)
            ? (Math.Max(from, span.Start.UtcTicks), Math.Min(to, span.End.UtcTicks)) : (from, to);
    }

    /// <summary>The period next to the one of a key, where periods are times; null where there is none.</summary>
    public WindowSpan? NextTo(string period, bool isLater)
    {
        if (_periods is null || !_periods.TryFind(period, out WindowSpan span) || !(isLater ? span.HasEnd : span.HasStart))
            return null;
        return _periods.TryFind(isLater ? span.End : span.Start.AddTicks(-1), out WindowSpan next) ? next : null;
    }

    // Scores on two leaderboards are two scores; a play that is over, and the time it took, are the same on both.
    public PlayKey PlayOf(ScoreEvent scoreEvent) =>
        new(scoreEvent.GameCode, Kind is TargetGoalKind.PlaysFinished or TargetGoalKind.TimePlayed ? "" : scoreEvent.LeaderboardId ?? "",
            scoreEvent.GamePlayId);

    /// <summary>The calendar day of an instant, and its neighbours.</summary>
    public CalendarDay DayAt(long ticks)
    {
        _days.TryFind(new DateTimeOffset(ticks, TimeSpan.Zero), out WindowSpan day);
        int number = Number(day);
        // A time zone may have left a date out: the neighbours are asked for by their instants.
        return new CalendarDay(
            _days.TryFind(day.Start.AddTicks(-1), out WindowSpan before) ? Number(before) : number - 1, number,
            day.HasEnd && _days.TryFind(day.End, out WindowSpan after) ? Number(after) : number + 1);

        static int Number(WindowSpan span) => DateOnly.ParseExact(span.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
    }
}
