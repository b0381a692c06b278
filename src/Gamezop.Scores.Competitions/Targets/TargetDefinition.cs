namespace Gamezop.Scores.Competitions;

/// <summary>What users are to reach, and what they get for it. From code, from configuration (<c>Gamezop:Targets</c>) or at run time.</summary>
/// <remarks>
/// A definition is copied when it is added: later changes of its lists have no effect. A list that is not empty must match; all of them must. Targets have no
/// grace: an event counts in the period of its own timestamp until it is older than 30 days when it arrives.
/// </remarks>
public sealed class TargetDefinition
{
    /// <summary>The target's id: 1 to 100 characters without control characters, white space at either end, and <c>/ \ ? # % ,</c>. A reward is paid once per id, period and user, ever.</summary>
    public string Id { get; init; } = "";

    /// <summary>Game codes whose events count, compared ordinally. Default: every game's.</summary>
    public IReadOnlyList<string> Games { get; init; } = [];

    /// <summary>Gamezop leaderboard ids whose events count, compared ordinally. Default: every one's. An event without a leaderboard matches no list.</summary>
    public IReadOnlyList<string> GamezopLeaderboards { get; init; } = [];

    /// <summary>Sources (<see cref="GamezopScoresOptions.Sources"/>) whose events count, compared ordinally. Default: every one's. An event that has no source matches no list.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Countries whose events count, as two letters each, by the event's own country. Default: every one's.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The users whom the target is for, compared ordinally. Default: everybody.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Where days, weeks and months are read. Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What is to be reached. Must be set.</summary>
    public TargetGoal Goal { get; init; } = null!;

    /// <summary>
    /// How soon after its play's start an event has to happen to count, by the event's own duration; more than 0. Default: whenever. An event without a duration does not count then. A play whose
    /// events contradict each other goes into quarantine, and reaches nothing.
    /// </summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How often it can be reached. Default: once.</summary>
    public TargetPeriod Period { get; init; }

    /// <summary>What reaching it earns. Must be set.</summary>
    public Reward Reward { get; init; } = null!;

    /// <summary>Whether the user has to claim the reward before it is paid. Default: no.</summary>
    public bool MustClaim { get; init; }

    /// <summary>How long the user may claim it, from when it is granted; more than 0, and only with <see cref="MustClaim"/>. Default: for ever.</summary>
    public TimeSpan? ClaimWithin { get; init; }

    /// <summary>How many rewards there are, over all users and periods: at least 1. Whoever reaches the target first by processing gets one. Default: for everybody.</summary>
    public int? MaxGrants { get; init; }

    /// <summary>The first instant whose events count, by their timestamps. Default: since ever.</summary>
    public DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>The first instant whose events no longer count, by their timestamps; later than <see cref="ActiveFrom"/>. Default: never.</summary>
    public DateTimeOffset? ActiveUntil { get; init; }

    internal TargetDefinition Copy() => new()
    {
        Id = Id,
        Games = Array.AsReadOnly<string>([.. Games]),
        GamezopLeaderboards = Array.AsReadOnly<string>([.. GamezopLeaderboards]),
        Sources = Array.AsReadOnly<string>([.. Sources]),
        Countries = Array.AsReadOnly<string>([.. Countries]),
        Users = Array.AsReadOnly<string>([.. Users]),
        TimeZone = TimeZone,
        Goal = Goal,
        Within = Within,
        Period = Period,
        Reward = Reward,
        MustClaim = MustClaim,
        ClaimWithin = ClaimWithin,
        MaxGrants = MaxGrants,
        ActiveFrom = ActiveFrom,
        ActiveUntil = ActiveUntil,
    };
}
