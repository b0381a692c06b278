using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Random rules, a random board and tournament, and random events of few users who share play ids and sessions.</summary>
internal sealed record PlausibilityCase(LeaderboardDefinition Board, TournamentDefinition Cup, IReadOnlyList<PlausibilityRules> Rules, IReadOnlyList<Event> Events, int Seed)
{
    private static readonly string[] Users = ["ann", "bob", "\uFFFD", "\U0001F600"];
    private static readonly double[] Scores = [0, 1, 5, 5.5, 30, 100, 101, -3];
    private static readonly TournamentScoring[] Scorings = [TournamentScoring.Best, TournamentScoring.Latest, TournamentScoring.Total, TournamentScoring.SumOfBest(2)];

    public static Gen<PlausibilityCase> Gen { get; } =
        from board in GenBoard
        from cup in GenCup
        from rules in GenRules.Array[1, 2]
        from events in GenEvent.Array[0, 40]
        from seed in CsCheck.Gen.Int[0, int.MaxValue]
        select new PlausibilityCase(board, cup, rules, [.. events.DistinctBy(e => e.Id)], seed);

    // What a failure prints.
    public override string ToString() => string.Join('\n',
    [
        $"board {Board.Scoring} {Board.Order} {Board.Counts} {Board.Window} {Board.PartitionBy} {Board.Ranking} games [{string.Join(' ', Board.Games)}]",
        $"cup {Cup.Scoring} {Cup.Order} attempts {Cup.MaxAttempts} games [{string.Join(' ', Cup.Games)}] seed {Seed}",
        .. Rules.Select(rule => $"rules [{string.Join(' ', rule.Games)}] rate {rule.MaxScorePerSecond} score {rule.MinScore}..{rule.MaxScore} duration {rule.MinDuration}..{rule.MaxDuration} clock {rule.ClockTolerance} order {rule.StateOrder} user {rule.OneUserPerPlay} country {rule.OneCountryPerSession} {rule.Outcome}"),
        .. Events.OrderBy(e => e.ReceivedAt).Select(e =>
            $"{e.Score.Timestamp:dd HH:mm:ss} received {e.ReceivedAt:dd HH:mm:ss} {e.Score.SubId} {e.Score.State} {e.Score.Score} {e.Score.GameCode}/{e.Score.LeaderboardId}/{e.Score.GamePlayId} in {e.Score.SessionId} {e.Score.Duration} {e.Score.Country}"),
    ]);

    // As a rule two or three of them.
    private static Gen<PlausibilityRules> GenRules =>
        from set in CsCheck.Gen.Int[0, 1023]
        from few in CsCheck.Gen.Int[0, 1023]
        from game in CsCheck.Gen.Int[0, 3]
        from mark in CsCheck.Gen.Int[0, 3]
        let chosen = set & few
        select new PlausibilityRules
        {
            Games = game == 0 ? ["g2"] : [],
            MaxScorePerSecond = (chosen & 1) > 0 ? 2 : null,
            MaxScore = (chosen & 2) > 0 ? 100 : null,
            MinScore = (chosen & 4) > 0 ? 0 : null,
            MinDuration = (chosen & 8) > 0 ? TimeSpan.FromSeconds(10) : null,
            MaxDuration = (chosen & 16) > 0 ? TimeSpan.FromSeconds(100) : null,
            ClockTolerance = (chosen & 32) > 0 ? TimeSpan.FromSeconds(30) : null,
            StateOrder = (chosen & 64) > 0,
            OneUserPerPlay = (chosen & 128) > 0,
            OneCountryPerSession = (chosen & 256) > 0,
            Outcome = mark == 0 ? PlausibilityOutcome.Mark : PlausibilityOutcome.Quarantine,
        };

    private static Gen<LeaderboardDefinition> GenBoard =>
        from scoring in CsCheck.Gen.Enum<LeaderboardScoring>()
        from reversed in CsCheck.Gen.Bool
        from live in CsCheck.Gen.Bool
        from daily in CsCheck.Gen.Bool
        from partition in CsCheck.Gen.Enum<LeaderboardPartition>()
        from ranking in CsCheck.Gen.Enum<LeaderboardRanking>()
        from game in CsCheck.Gen.Int[0, 3]
        select new LeaderboardDefinition
        {
            Id = "b",
            Games = game == 0 ? ["g1"] : [],
            Scoring = scoring,
            Order = reversed ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
            Counts = live && !reversed ? LeaderboardCounts.Live : LeaderboardCounts.Finals,
            Window = daily ? LeaderboardWindow.Daily : LeaderboardWindow.AllTime,
            PartitionBy = partition,
            Ranking = ranking,
        };

    private static Gen<TournamentDefinition> GenCup =>
        from scoring in CsCheck.Gen.Int[0, Scorings.Length - 1]
        from reversed in CsCheck.Gen.Bool
        from attempts in CsCheck.Gen.Int[0, 3]
        from game in CsCheck.Gen.Int[0, 3]
        select new TournamentDefinition
        {
            Id = "cup",
            Games = game == 0 ? ["g1"] : [],
            StartsAt = Leaderboards.Events.Noon,
            Duration = TimeSpan.FromHours(20),
            Scoring = Scorings[scoring],
            Order = reversed ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
            MaxAttempts = attempts == 0 ? null : attempts,
        };

    private static Gen<Event> GenEvent =>
        from second in CsCheck.Gen.Int[0, 300]
        from day in CsCheck.Gen.Int[0, 5]
        from user in CsCheck.Gen.Int[0, Users.Length - 1]
        from score in CsCheck.Gen.Int[0, Scores.Length - 1]
        from state in CsCheck.Gen.Int[0, 11]
        from play in CsCheck.Gen.Int[0, 2]
        from shared in CsCheck.Gen.Int[0, 4]
        from session in CsCheck.Gen.Int[0, 3]
        from place in CsCheck.Gen.Int[0, 3]
        from country in CsCheck.Gen.Int[0, 7]
        from duration in CsCheck.Gen.Int[-1, 6]
        from delay in CsCheck.Gen.Int[0, 15]
        let at = Leaderboards.Events.Noon.AddSeconds(second / 5 * 5).AddDays(day == 0 ? 1 : 0)
        let kind = state < 5 ? GameState.Over : state < 7 ? GameState.Playing : state < 8 ? GameState.LevelUp : state < 10 ? GameState.Start : GameState.Loaded
        select new Event(
            new ScoreEvent
            {
                GameCode = place == 0 ? "g2" : "g1",
                SessionId = $"s{session / 3}",
                GamePlayId = shared == 0 ? "shared" : $"{Users[user]}-{play}",
                SubId = Users[user],
                State = kind,
                Timestamp = at,
                Score = kind is GameState.Loaded || (kind is GameState.Start && score != 1) ? 0 : Scores[score],
                LeaderboardId = place == 1 ? "l1" : null,
                Duration = duration < 0 ? null : TimeSpan.FromSeconds(kind is GameState.Start && duration != 1 ? 0 : duration * 20),
                Country = country switch { 0 => "DE", 1 => "de", 2 => null, _ => "IN" },
            },
            at + delay switch { 0 => TimeSpan.FromMinutes(-6), 1 => TimeSpan.FromDays(31), 2 => TimeSpan.FromHours(9), _ => TimeSpan.FromSeconds(delay) });
}
