namespace Gamezop.Scores.Competitions;

/// <summary>A tournament and its occurrences. Changed by the catalog alone, one change after the other; read at any time.</summary>
internal sealed class Tournament
{
    private volatile IReadOnlyList<Occurrence> _occurrences = [];

    public Tournament(TournamentDocument document)
    {
        Document = document;
        Definition = document.ReadDefinition();
        Schedule = new TournamentSchedule(Definition);
    }

    public TournamentDocument Document { get; private set; }

    /// <summary>What applies from the next occurrence on.</summary>
    public TournamentDefinition Definition { get; private set; }

    public TournamentSchedule Schedule { get; private set; }

    public string Id => Definition.Id;

    /// <summary>Why it cannot be told when it takes place, as a sentence; null as a rule. What there is goes to its end, and nothing new begins.</summary>
    public string? Problem => Schedule.IsRecurring && Document.ZoneProblem is { } problem ? $"Tournament '{Id}': {problem}." : null;

    /// <summary>By start, the first one first. They do not overlap.</summary>
    public IReadOnlyList<Occurrence> Occurrences
    {
        get => _occurrences;
        set => _occurrences = [.. value.OrderBy(occurrence => occurrence.Document.StartsAt).ThenBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether it waits to learn from Gamezop which scores are better.</summary>
    public bool LacksOrder => Definition.Order == LeaderboardOrder.FromGamezop && Document.Order is null;

    /// <summary>Before this no occurrence is missing; the end of time where none ever will be.</summary>
    public DateTimeOffset NothingMissingBefore =>
        !GoesOn ? DateTimeOffset.MaxValue : Document.ScheduledThrough is { } done ? Schedule.Next(done) ?? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;

    private bool GoesOn => Schedule.IsRecurring && !Document.IsRetired && Problem is null;

    public void Change(TournamentDocument document)
    {
        Document = document;
        Definition = document.ReadDefinition();
        Schedule = new TournamentSchedule(Definition);
    }

    /// <summary>What the tournament's id means: the live occurrence, else the next, else the last.</summary>
    public Occurrence? Current(DateTimeOffset now)
    {
        IReadOnlyList<Occurrence> all = _occurrences;
        Occurrence? next = null;
        for (int i = all.Count - 1; i >= 0; i--)
        {
            TournamentStatus status = all[i].StatusAt(now);
            if (status == TournamentStatus.Live)
                return all[i];
            if (status == TournamentStatus.Upcoming)
                next = all[i];
            else if (status != TournamentStatus.Cancelled)
                // Those before it have ended too.
                break;
        }

        return next ?? (all.Count == 0 ? null : all[^1]);
    }

    /// <summary>Whether an occurrence is missing that starts up to an instant, or there is none that starts after it.</summary>
    public bool IsDue(DateTimeOffset through) => Document.ScheduledThrough is null || (GoesOn && !(Document.ScheduledThrough > through));

    /// <summary>
    /// The starts that are to have an occurrence: those up to an instant, and one after it. A start while another occurrence runs is passed
    /// over; one while a cancelled occurrence would have run is, as long as that one was not cancelled.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="through">The instant.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="without">Occurrences that do not stand in the way.</param>
    public IReadOnlyList<DateTimeOffset> MissingStarts(DateTimeOffset now, DateTimeOffset through, int most, IReadOnlyCollection<Occurrence>? without = null)
    {
        var starts = new List<DateTimeOffset>();
        Occurrence[] others = [.. _occurrences.Where(occurrence => without?.Contains(occurrence) != true)];
        DateTimeOffset? last = Document.ScheduledThrough;
        // No score counts any more in what was over before that.
        if (last < now - BoardScope.Retention - Definition.Duration)
            last = now - BoardScope.Retention - Definition.Duration;
        while (starts.Count < most && !(last > through))
        {
            if ((last is { } known ? Schedule.Next(known) : Schedule.First(now)) is not { } start)
                break;
            last = start;
            if (starts.Count > 0 && starts[^1] + Definition.Duration > start)
                continue;
            if (others.FirstOrDefault(other => other.HasTaken(start, start + Definition.Duration)) is { } other)
                last = other.TakenUntil > start ? other.TakenUntil.AddTicks(-1) : start;
            else if (!others.Any(taken => taken.Id == Schedule.IdOf(start)))
                starts.Add(start);
        }

        return starts;
    }

    /// <summary>The occurrence that would start at an instant.</summary>
    public OccurrenceDocument Occurrence(DateTimeOffset start) => new()
    {
        Definition = Document.Definition,
        Order = Document.Order,
        ScheduledAt = start,
        StartsAt = start,
        EndsAt = start + Definition.Duration,
    };
}
