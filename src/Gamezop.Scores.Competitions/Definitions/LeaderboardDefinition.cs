namespace Gamezop.Scores.Competitions;

/// <summary>What a leaderboard ranks, and how. From code, from configuration (<c>Gamezop:Leaderboards</c>) or at run time.</summary>
/// <remarks>A definition is copied when it is added: later changes of its lists have no effect. A list that is not empty must match; all of them must.</remarks>
public sealed class LeaderboardDefinition
{
    /// <summary>The board's id, as it stands in routes: 1 to 100 characters without control characters, white space at either end, and <c>/ \ ? # % ,</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Game codes whose scores count, compared ordinally. Default: every game's.</summary>
    public IReadOnlyList<string> Games { get; init; } = [];

    /// <summary>Gamezop leaderboard ids whose scores count, compared ordinally. Default: every one's. A score without a leaderboard matches no list.</summary>
    public IReadOnlyList<string> GamezopLeaderboards { get; init; } = [];

    /// <summary>Sources (<see cref="GamezopScoresOptions.Sources"/>) whose scores count, compared ordinally. Default: every one's. A score that has no source matches no list.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Which of a user's plays make the entry. Default: the best.</summary>
    public LeaderboardScoring Scoring { get; init; }

    /// <summary>Which scores are better. Default: higher ones. <see cref="LeaderboardOrder.FromGamezop"/> needs <see cref="Games"/>.</summary>
    public LeaderboardOrder Order { get; init; }

    /// <summary>Which events count. Default: final scores.</summary>
    public LeaderboardCounts Counts { get; init; }

    /// <summary>How time is cut into windows. Default: one without end.</summary>
    public LeaderboardWindow Window { get; init; } = LeaderboardWindow.AllTime;

    /// <summary>Where days, weeks, months and cron expressions are read; one that the system knows by its id, which is what stores keep. Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How long after a window's end an event of it may still arrive. 0 to 30 days; default: 1 hour.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many closed windows stay readable; 0: all, for ever. Default: 60.</summary>
    public int ClosedWindowsKept { get; init; } = 60;

    /// <summary>Which rankings there are beside that of everybody. Default: none.</summary>
    public LeaderboardPartition PartitionBy { get; init; }

    /// <summary>Which number equal scores get. Default: each its own.</summary>
    public LeaderboardRanking Ranking { get; init; }

    internal LeaderboardDefinition Copy(LeaderboardOrder? order = null) => new()
    {
        Id = Id,
        Games = Array.AsReadOnly<string>([.. Games]),
        GamezopLeaderboards = Array.AsReadOnly<string>([.. GamezopLeaderboards]),
        Sources = Array.AsReadOnly<string>([.. Sources]),
        Scoring = Scoring,
        Order = order ?? Order,
        Counts = Counts,
        Window = Window,
        TimeZone = TimeZone,
        Grace = Grace,
        ClosedWindowsKept = ClosedWindowsKept,
        PartitionBy = PartitionBy,
        Ranking = Ranking,
    };
}
