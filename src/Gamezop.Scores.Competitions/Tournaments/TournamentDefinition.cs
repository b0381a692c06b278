namespace Gamezop.Scores.Competitions;

/// <summary>What a tournament is: when it runs, which scores count, who may take part, what can be won. From code, from configuration (<c>Gamezop:Tournaments</c>) or at run time.</summary>
/// <remarks>A definition is copied when it is added: later changes of its lists have no effect. A list that is not empty must match; all of them must. Final scores count.</remarks>
public sealed class TournamentDefinition
{
    /// <summary>The tournament's id, as it stands in routes: 1 to 100 characters without control characters, white space at either end, and <c>/ \ ? # % , @</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>What players see: 1 to 200 characters. Default: the id.</summary>
    public string Name { get; init; } = "";

    /// <summary>Game codes whose scores count, compared ordinally. Default: every game's.</summary>
    public IReadOnlyList<string> Games { get; init; } = [];

    /// <summary>Gamezop leaderboard ids whose scores count, compared ordinally. Default: every one's. A score without a leaderboard matches no list.</summary>
    public IReadOnlyList<string> GamezopLeaderboards { get; init; } = [];

    /// <summary>Sources (<see cref="GamezopScoresOptions.Sources"/>) whose scores count, compared ordinally. Default: every one's. A score that has no source matches no list.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Countries of two letters whose scores count; an event's own country decides, upper-cased. Default: every country, and events without one.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Which scores are better. Default: higher ones. <see cref="LeaderboardOrder.FromGamezop"/> needs <see cref="Games"/>.</summary>
    public LeaderboardOrder Order { get; init; }

    /// <summary>Which number equal scores get. Default: each its own.</summary>
    public LeaderboardRanking Ranking { get; init; }

    /// <summary>Where <see cref="Cron"/> is read. Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How long after the end an event of it may still arrive. 0 to 30 days; default: 1 hour.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The first instant inside; of a recurring tournament, that before which none starts (default there: no such instant).</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>How long it runs, more than 0. A recurring one runs at most for the time between two starts: its occurrences may touch.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When a recurring tournament starts: a cron expression of five fields, or six with seconds first. Default: it takes place once.</summary>
    public string? Cron { get; init; }

    /// <summary>From this instant on a recurring tournament does not start again. Default: it goes on for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Which of a player's plays make the entry. Default: the best.</summary>
    public TournamentScoring Scoring { get; init; } = TournamentScoring.Best;

    /// <summary>Whether only those take part who have joined, with scores made from then on. Default: everybody who plays.</summary>
    public bool JoinRequired { get; init; }

    /// <summary>How many may join, at least 1; needs <see cref="JoinRequired"/>. Default: any number.</summary>
    public int? MaxPlayers { get; init; }

    /// <summary>How many plays of a player count, at least 1: those that began first, finished or not. Default: all.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>What can be won. A player gets every prize that matches. Default: nothing.</summary>
    public IReadOnlyList<Prize> Prizes { get; init; } = [];

    /// <summary>What players get who share a rank. Default: each the whole prize.</summary>
    public PrizeTies PrizeTies { get; init; }

    /// <summary>What all prizes of one occurrence together may come to, amounts of all kinds added; a definition that could exceed it is refused. Default: no limit.</summary>
    public decimal? Budget { get; init; }

    /// <summary>Whether a winner has to claim a prize. Default: it is paid without.</summary>
    public bool MustClaim { get; init; }

    /// <summary>How long a prize can be claimed, more than 0; needs <see cref="MustClaim"/>. Default: for ever.</summary>
    public TimeSpan? ClaimWithin { get; init; }

    internal TournamentDefinition Copy(LeaderboardOrder? order = null) => new()
    {
        Id = Id,
        Name = Name.Length == 0 ? Id : Name,
        Games = Array.AsReadOnly<string>([.. Games]),
        GamezopLeaderboards = Array.AsReadOnly<string>([.. GamezopLeaderboards]),
        Sources = Array.AsReadOnly<string>([.. Sources]),
        Countries = Array.AsReadOnly<string>([.. Countries.Select(country => CountryCode.Normalize(country)!)]),
        Order = order ?? Order,
        Ranking = Ranking,
        TimeZone = TimeZone,
        Grace = Grace,
        StartsAt = StartsAt.ToUniversalTime(),
        Duration = Duration,
        Cron = Cron,
        Until = Until?.ToUniversalTime(),
        Scoring = Scoring,
        JoinRequired = JoinRequired,
        MaxPlayers = MaxPlayers,
        MaxAttempts = MaxAttempts,
        Prizes = Array.AsReadOnly<Prize>([.. Prizes]),
        PrizeTies = PrizeTies,
        Budget = Budget,
        MustClaim = MustClaim,
        ClaimWithin = ClaimWithin,
    };
}
