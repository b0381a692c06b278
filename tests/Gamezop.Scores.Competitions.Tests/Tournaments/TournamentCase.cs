using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A random tournament, random events, and how the network and the operators treat them.</summary>
internal sealed record TournamentCase(TournamentDefinition Cup, IReadOnlyList<Event> Events, IReadOnlyDictionary<string, DateTimeOffset> Joins, IReadOnlySet<string> Banned, int Seed)
{
    private static readonly string[] Users = ["ann", "bob", "cid", "\uFFFD", "\U0001F600", "d/e"];
    private static readonly double[] Scores = [0, 1, 5, 5.5, 0.0005, 2.0005, -3, 7, 3];
    private static readonly TournamentScoring[] Scorings = [TournamentScoring.Best, TournamentScoring.Latest, TournamentScoring.Total, TournamentScoring.SumOfBest(2)];

    private static readonly Prize[] Prizes =
    [
        Cups.At(1, 100), Cups.At(2, 50.5m), Cups.Ranks(3, 4, 7), Cups.Ranks(2, null, 1), new() { TopPercent = 40, Reward = new Reward("gems", 3) }, new() { MinScore = 5, Reward = new Reward("gems", 2) },
        new() { FromRank = 1, ToRank = 2, MinScore = 1, Reward = new Reward("coins", 11) },
    ];

    public static Gen<TournamentCase> Gen { get; } =
        from cup in GenCup
        from events in GenEvent.Array[0, 50]
        from joins in CsCheck.Gen.Int[-30, 200].Array[Users.Length]
        from banned in CsCheck.Gen.Int[0, Users.Length * 3].Array[0, 2]
        from seed in CsCheck.Gen.Int[0, int.MaxValue]
        select new TournamentCase(
            cup, [.. events.DistinctBy(e => e.Id)],
            JoinsOf(cup, joins),
            banned.Where(user => user < Users.Length).Select(user => Users[user]).ToHashSet(), seed);

    // What a failure prints.
    public override string ToString() => string.Join('\n',
    [
        $"{Cup.Scoring} {Cup.Order} {Cup.Ranking} {Cup.PrizeTies} attempts {Cup.MaxAttempts} join {Cup.JoinRequired} grace {Cup.Grace} games [{string.Join(' ', Cup.Games)}] countries [{string.Join(' ', Cup.Countries)}]",
        $"prizes {string.Join(" | ", Cup.Prizes.Select(prize => $"{prize.FromRank}-{prize.ToRank} {prize.TopPercent}% >={prize.MinScore} {prize.Reward.Amount} {prize.Reward.Kind}"))}",
        $"seed {Seed} banned [{string.Join(' ', Banned)}] joins {string.Join(' ', Joins.Select(join => $"{join.Key}@{join.Value:HH:mm}"))}",
        .. Events.OrderBy(e => e.ReceivedAt).Select(e => $"{e.Score.Timestamp:HH:mm:ss} received {e.ReceivedAt:HH:mm:ss} {e.Score.SubId} {e.Score.State} {e.Score.Score} {e.Score.GameCode}/{e.Score.LeaderboardId}/{e.Score.GamePlayId} {e.Score.Duration} {e.Score.Country}"),
    ]);

    private static Dictionary<string, DateTimeOffset> JoinsOf(TournamentDefinition cup, int[] minutes) =>
        Users.Select((user, i) => (User: user, At: Leaderboards.Events.Noon.AddMinutes(minutes[i]))).Where(joined => joined.At < cup.StartsAt + cup.Duration)
            .ToDictionary(joined => joined.User, joined => joined.At);

    private static Gen<TournamentDefinition> GenCup =>
        from scoring in CsCheck.Gen.Int[0, Scorings.Length - 1]
        from reversed in CsCheck.Gen.Bool
        from ranking in CsCheck.Gen.Enum<LeaderboardRanking>()
        from split in CsCheck.Gen.Bool
        from attempts in CsCheck.Gen.Int[0, 4]
        from joining in CsCheck.Gen.Bool
        from prizes in CsCheck.Gen.Int[0, Prizes.Length - 1].Array[0, 5]
        from lists in CsCheck.Gen.Int[0, 4]
        select new TournamentDefinition
        {
            Id = "cup",
            Games = lists == 1 ? ["g1"] : [],
            Countries = lists == 2 ? ["IN", "DE"] : [],
            StartsAt = Leaderboards.Events.Noon,
            Duration = TimeSpan.FromHours(3),
            Grace = TimeSpan.FromMinutes(20),
            Scoring = Scorings[scoring],
            Order = reversed ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
            Ranking = ranking,
            PrizeTies = split && ranking != LeaderboardRanking.Ordinal ? PrizeTies.Split : PrizeTies.Share,
            MaxAttempts = attempts == 0 ? null : attempts,
            JoinRequired = joining,
            Prizes = [.. prizes.Select(prize => Prizes[prize])],
        };

    private static Gen<Event> GenEvent =>
        from minute in CsCheck.Gen.Int[-10, 190]
        from user in CsCheck.Gen.Int[0, Users.Length - 1]
        from score in CsCheck.Gen.Int[0, Scores.Length - 1]
        from state in CsCheck.Gen.Int[0, 8]
        from unknown in CsCheck.Gen.Int[0, 19]
        from play in CsCheck.Gen.Int[0, 4]
        from place in CsCheck.Gen.Int[0, 3]
        from country in CsCheck.Gen.Int[0, 4]
        from duration in CsCheck.Gen.Int[-1, 2]
        from delay in CsCheck.Gen.Int[0, 9]
        let at = Leaderboards.Events.Noon.AddMinutes(minute)
        let made = new ScoreEvent
        {
            GameCode = place == 0 ? "g2" : "g1",
            SessionId = "s",
            GamePlayId = "p\u00E9q\uFFFDr"[play..(play + 1)],
            SubId = Users[user],
            State = state < 5 ? GameState.Over : (GameState)(state - 4),
            Timestamp = at,
            Score = Scores[score],
            LeaderboardId = place == 1 ? "l1" : null,
            // Longer or shorter by the play: nothing that contradicts itself, and nothing that attempts may go by.
            Duration = duration < 0 ? null : TimeSpan.FromMinutes((minute + 10) * play / 4.0),
            Country = new[] { "IN", "in", "DE", "FR", null }[country],
        }
        select new Event(
            unknown == 0 ? made with { RawState = "paused" } : made,
            at + delay switch { 0 => TimeSpan.FromMinutes(-6), 1 => TimeSpan.FromMinutes(-5), 2 => TimeSpan.FromMinutes(-2), 3 => TimeSpan.FromMinutes(20), 4 => TimeSpan.FromHours(1), _ => TimeSpan.FromSeconds(delay) });
}
