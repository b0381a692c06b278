using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Tournaments;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Whatever the network and the operators do, verdicts are functions of the events, and boards and tournaments those of the plays that count. A failure prints the seed of its case.</summary>
public sealed class PlausibilityOracleTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_ORACLE_CASES") ?? "2500");

    private static long _quarantined;
    private static long _places;

    [Fact]
    public void Verdicts_boards_and_standings_equal_the_oracle_in_memory()
    {
        PlausibilityCase.Gen.Sample(
            @case =>
            {
                var stores = TournamentStores.InMemory();
                RunAsync(@case, () => stores).GetAwaiter().GetResult();
            },
            iter: Cases / 2);
        _quarantined.Should().BeGreaterThan(Cases / 2, "cases without a quarantined play show nothing");
        _places.Should().BeGreaterThan(Cases / 2, "and those without places as little");
    }

    // Every call is a transaction on a real file: fewer cases by default, as many as are asked for.
    [Fact]
    public void Verdicts_boards_and_standings_equal_the_oracle_in_SQLite() => PlausibilityCase.Gen.Sample(
        @case =>
        {
            using var file = new SqliteTournamentFile();
            RunAsync(@case, file.Open).GetAwaiter().GetResult();
        },
        iter: Cases / 25);

    private static async Task RunAsync(PlausibilityCase @case, Func<TournamentStores> open)
    {
        var random = new Random(@case.Seed);
        TournamentWorld world = await TournamentWorld.StartAsync(open, Noon.AddHours(-1), @case.Cup);
        world.BoardDefinitions = [@case.Board];
        world.Jury = new Jury(@case.Rules, []);
        await world.RestartAsync();
        var decided = new Dictionary<PlayId, bool>();
        await DeliverAsync(@case, world, random, decided);
        Dictionary<PlayId, bool> counts = await CompareVerdictsAsync(@case, world, decided);
        await CompareRankingsAsync(@case, world, counts);

        foreach (QuarantinedEvent entry in await world.QuarantinedAsync())
            if (random.Next(2) == 0)
                (await world.DecideAsync(entry, decided[PlayOf(entry)] = random.Next(3) > 0)).Should().BeTrue();
        if (random.Next(2) == 0)
            await world.RestartAsync();
        if (random.Next(2) == 0)
            await world.HandleAsync(@case.Events.OrderBy(_ => random.Next()));
        counts = await CompareVerdictsAsync(@case, world, decided);
        await CompareRankingsAsync(@case, world, counts);

        // Judged anew from the events that are kept, and closed: the same.
        if (random.Next(2) == 0)
            await world.Rebuild.RunAsync("b", "test", "to see");
        await CompareRankingsAsync(@case, world, counts);
        await world.RunAsync(Noon.AddDays(33));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Finished);
        await CompareRankingsAsync(@case, world, counts);
    }

    // Any order, in batches of any size, repeated, with restarts in between, and operators who decide about what they see.
    private static async Task DeliverAsync(PlausibilityCase @case, TournamentWorld world, Random random, Dictionary<PlayId, bool> decided)
    {
        var waiting = @case.Events.ToList();
        var handled = new List<Event>();
        while (waiting.Count > 0)
        {
            Event[] batch = [.. waiting.OrderBy(_ => random.Next()).Take(1 + random.Next(5)), .. handled.OrderBy(_ => random.Next()).Take(random.Next(3))];
            DateTimeOffset latest = batch.Max(e => e.ReceivedAt);
            if (latest > world.Time.GetUtcNow() && latest < Noon.AddDays(2))
                world.Time.SetUtcNow(latest);
            await world.HandleAsync(batch);
            if (random.Next(5) > 0)
                waiting.RemoveAll(batch.Contains);
            handled.AddRange(batch);
            if (random.Next(8) == 0)
                await world.RestartAsync();
            if (random.Next(8) == 0 && await world.QuarantinedAsync() is { Count: > 0 } shown)
                await world.DecideAsync(shown[0], decided[PlayOf(shown[0])] = random.Next(3) > 0);
        }
    }

    private static PlayId PlayOf(QuarantinedEvent entry)
    {
        var shown = ScoreEvent.Parse(entry.Event.Body.Span);
        return new PlayId(entry.Event.UserId, shown.GameCode, shown.GamePlayId);
    }

    // Which plays count: by the operators' word, else by the verdict.
    private static async Task<Dictionary<PlayId, bool>> CompareVerdictsAsync(PlausibilityCase @case, TournamentWorld world, Dictionary<PlayId, bool> decided)
    {
        var verdicts = new PlausibilityOracle(@case.Rules, @case.Events).Verdicts();
        IReadOnlyList<QuarantinedEvent> shown = await world.QuarantinedAsync();
        shown.Select(entry => (PlayOf(entry), entry.Reason, Rules: string.Join(' ', entry.Evidence!.Split("; ").Select(breach => breach[..breach.IndexOf(':')]).Distinct().Order(StringComparer.Ordinal))))
            .Should().BeEquivalentTo(verdicts.Where(verdict => !decided.ContainsKey(verdict.Key))
                .Select(verdict => (verdict.Key, Reason: verdict.Value.Outcome == PlausibilityOutcome.Mark ? "marked" : "implausible", verdict.Value.Rules)));
        Interlocked.Add(ref _quarantined, shown.Count);
        return @case.Events.Select(PlausibilityOracle.IdOf).Distinct().ToDictionary(
            play => play, play => decided.TryGetValue(play, out bool released) ? released : verdicts.GetValueOrDefault(play).Outcome != PlausibilityOutcome.Quarantine);
    }

    private static async Task CompareRankingsAsync(PlausibilityCase @case, TournamentWorld world, Dictionary<PlayId, bool> counts)
    {
        var oracle = new Oracle.Oracle(@case.Board, [.. @case.Events.Where(e => counts[PlausibilityOracle.IdOf(e)])], Noon, new HashSet<string>(), new HashSet<string>());
        var all = new Oracle.Oracle(@case.Board, @case.Events, Noon, new HashSet<string>(), new HashSet<string>());
        foreach (Oracle.Oracle.Window window in all.Windows)
            foreach (string partition in all.Partitions(window))
            {
                LeaderboardPage page = await world.Boards.GetPageAsync(new LeaderboardQuery("b", window.Key, partition), 0, 1000);
                page.Entries.Should().Equal(oracle.Standings(window, partition, out int total).Select(place => place.Entry), "{0} of {1}", partition, window.Key);
                page.Total.Should().Be(total);
                Interlocked.Add(ref _places, total);
            }

        var cup = new TournamentOracle(@case.Cup, @case.Events, new Dictionary<string, DateTimeOffset>(), new HashSet<string>(), scored => counts[new PlayId(scored.SubId, scored.GameCode, scored.GamePlayId)]);
        (await world.Tournaments.GetStandingsAsync("cup", 0, 1000)).Entries.Select(entry => new TournamentOracle.Place(entry.Rank, entry.UserId, entry.Score, entry.AchievedAt, entry.Country))
            .Should().Equal(cup.Places());
    }
}
