using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Oracle;

/// <summary>A random board, random events, and how the network and the operators treat them.</summary>
internal sealed record Case(LeaderboardDefinition Board, IReadOnlyList<Event> Events, int Seed, bool ClosesOnTheWay, IReadOnlyList<string> BannedAtFirst, IReadOnlyList<string> UnbannedAtLast)
{
    // Around the day on which clocks go back in Berlin; from a Sunday, the last of a month's week, to the next month.
    private static readonly DateTimeOffset Begin = new(2026, 10, 24, 20, 0, 0, default);
    private static readonly string[] Users = ["ann", "bob", "cid", "\uFFFD", "\U0001F600", "\u00E9"];
    private static readonly double[] Scores = [0, -0.0, 1, 5, 5.5, 0.0005, 0.0015, 2.0005, -3, 7, 123456.789, 9e9, 9.5e9, -9.5e9, 1e-9, 3];
    private static readonly string?[] Countries = ["IN", "in", "DE", "de", null, "", "IND", "1N"];
    private static readonly LeaderboardWindow[] Windows =
    [
        LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly, LeaderboardWindow.Cron("0 12 * * *"),
        LeaderboardWindow.Cron("0 */6 * * *"), LeaderboardWindow.Range(Begin.AddHours(3), Begin.AddHours(40)),
    ];

    private static readonly TimeZoneInfo[] Zones = [.. new[] { "UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];

    public static Gen<Case> Gen { get; } =
        from board in GenBoard
        from events in GenEvent.Array[0, 60]
        from seed in CsCheck.Gen.Int[0, int.MaxValue]
        from closes in CsCheck.Gen.Bool
        from banned in CsCheck.Gen.Int[0, Users.Length * 3].Array[0, 3]
        from unbanned in CsCheck.Gen.Int[0, Users.Length - 1].Array[0, 2]
        select new Case(
            board, [.. events.DistinctBy(e => e.Id)], seed, closes, [.. banned.Where(user => user < Users.Length).Select(user => Users[user]).Distinct()], [.. unbanned.Select(user => Users[user]).Distinct()]);

    // What a failure prints.
    public override string ToString() => string.Join('\n',
    [
        $"{Board.Scoring} {Board.Order} {Board.Counts} {Board.Window} {Board.TimeZone.Id} grace {Board.Grace} {Board.PartitionBy} {Board.Ranking} games [{string.Join(' ', Board.Games)}] boards [{string.Join(' ', Board.GamezopLeaderboards)}]",
        $"seed {Seed} closes on the way {ClosesOnTheWay} banned [{string.Join(' ', BannedAtFirst)}] unbanned [{string.Join(' ', UnbannedAtLast)}]",
        .. Events.OrderBy(e => e.ReceivedAt).Select(e =>
            $"{e.Id} {e.Score.Timestamp:dd HH:mm:ss} received {e.ReceivedAt:dd HH:mm:ss} {e.Score.SubId} {e.Score.State} {e.Score.Score} {e.Score.GameCode}/{e.Score.LeaderboardId}/{e.Score.GamePlayId} {e.Score.Country}"),
    ]);

    private static Gen<LeaderboardDefinition> GenBoard =>
        from scoring in CsCheck.Gen.Enum<LeaderboardScoring>()
        from reversed in CsCheck.Gen.Bool
        from live in CsCheck.Gen.Bool
        from window in CsCheck.Gen.Int[0, Windows.Length - 1]
        from zone in CsCheck.Gen.Int[0, Zones.Length - 1]
        from grace in CsCheck.Gen.Int[0, 3]
        from partition in CsCheck.Gen.Enum<LeaderboardPartition>()
        from ranking in CsCheck.Gen.Enum<LeaderboardRanking>()
        from lists in CsCheck.Gen.Int[0, 5]
        select new LeaderboardDefinition
        {
            Id = "b",
            Games = lists == 1 ? ["g1"] : [],
            GamezopLeaderboards = lists == 2 ? ["l1", "l2"] : [],
            Scoring = scoring,
            Order = reversed ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
            Counts = live && !reversed ? LeaderboardCounts.Live : LeaderboardCounts.Finals,
            Window = Windows[window],
            TimeZone = Zones[zone],
            Grace = TimeSpan.FromMinutes(grace * 20),
            PartitionBy = partition,
            Ranking = ranking,
        };

    private static Gen<Event> GenEvent =>
        from minute in CsCheck.Gen.Int[0, 9]
        from jump in CsCheck.Gen.Int[0, 9]
        from user in CsCheck.Gen.Int[0, Users.Length - 1]
        from score in CsCheck.Gen.Int[0, Scores.Length - 1]
        from state in CsCheck.Gen.Int[0, 9]
        from play in CsCheck.Gen.Int[0, 3]
        from place in CsCheck.Gen.Int[0, 5]
        from country in CsCheck.Gen.Int[0, Countries.Length - 1]
        from delay in CsCheck.Gen.Int[0, 11]
        let at = Begin.AddHours(jump * 6).AddMinutes(minute * (minute % 3 == 0 ? 1 : 41))
        select new Event(
            new ScoreEvent
            {
                GameCode = place == 0 ? "g2" : "g1",
                SessionId = "s",
                GamePlayId = "p\u00E9q\uFFFD"[play..(play + 1)],
                SubId = Users[user],
                State = state < 6 ? GameState.Over : (GameState)(state - 5),
                Timestamp = at,
                Score = Scores[score],
                LeaderboardId = place switch { 1 => "l1", 2 => "l2", 3 => "", _ => null },
                Country = Countries[country],
            },
            at + delay switch { 0 => TimeSpan.FromMinutes(-6), 1 => TimeSpan.FromMinutes(-5), 2 => TimeSpan.FromMinutes(20), 3 => TimeSpan.FromHours(1), 4 => TimeSpan.FromHours(9), 5 => TimeSpan.FromDays(31), _ => TimeSpan.FromSeconds(delay) });
}
