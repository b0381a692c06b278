using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Stores;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Whatever the network does, standings and grants are what the rules say. A failure prints the seed of its case.</summary>
public sealed class TournamentOracleTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_ORACLE_CASES") ?? "2500");

    private static long _grants;

    [Fact]
    public void Standings_and_grants_equal_the_oracle_in_memory()
    {
        TournamentCase.Gen.Sample(@case => RunAsync(@case, TournamentStores.InMemory).GetAwaiter().GetResult(), iter: Cases);
        _grants.Should().BeGreaterThan(Cases, "cases without grants show nothing");
    }

    // Every call is a transaction on a real file: fewer cases by default, as many as are asked for.
    [Fact]
    public void Standings_and_grants_equal_the_oracle_in_SQLite() => TournamentCase.Gen.Sample(
        @case =>
        {
            using var file = new SqliteTournamentFile();
            RunAsync(@case, file.Open).GetAwaiter().GetResult();
        },
        iter: Cases / 10);

    [Fact]
    public void Standings_and_grants_equal_the_oracle_whatever_order_a_store_lists_entries_in() =>
        TournamentCase.Gen.Sample(@case => RunAsync(@case, Shuffled).GetAwaiter().GetResult(), iter: Cases / 5);

    private static TournamentStores Shuffled() => TournamentStores.InMemory() with { Rankings = ShuffledStore.Of(new MemoryLeaderboardStore()) };

    private static async Task RunAsync(TournamentCase @case, Func<TournamentStores> open)
    {
        TournamentStores? memory = null;
        TournamentWorld world = await TournamentWorld.StartAsync(() => memory is { Tournaments: MemoryTournamentStore } ? memory : memory = open(), Events.Noon.AddHours(-1), @case.Cup);
        var random = new Random(@case.Seed);
        foreach (string user in @case.Banned)
            await world.Users.BanAsync(user, "test", "from the beginning");

        // What arrives is worked on at once, or a while later, or twice; joins happen at their time.
        List<(DateTimeOffset At, Event? Event, string? Join)> timeline =
        [
            .. @case.Events.SelectMany(e => Enumerable.Range(0, 1 + (random.Next(4) == 0 ? 1 : 0)).Select(_ => (e.ReceivedAt.AddMinutes(random.Next(3) == 0 ? random.Next(60) : 0), (Event?)e, (string?)null))),
            .. @case.Joins.Select(join => (join.Value, (Event?)null, (string?)join.Key)),
        ];
        while (timeline.Count > 0)
        {
            timeline = [.. timeline.OrderBy(item => item.At).ThenBy(item => item.Event?.Id, StringComparer.Ordinal)];
            (DateTimeOffset at, Event? scored, string? join) = timeline[0];
            if (at > world.Time.GetUtcNow())
                world.Time.SetUtcNow(at);
            if (join is not null)
            {
                timeline.RemoveAt(0);
                TournamentJoin joined = await world.Tournaments.JoinAsync("cup", join);
                joined.Outcome.Should().Be(@case.Banned.Contains(join) ? TournamentJoinOutcome.Refused : TournamentJoinOutcome.Joined);
            }
            else
            {
                Event[] batch = [.. timeline.Where(item => item.Event is not null && item.At <= at).Select(item => item.Event!).OrderBy(_ => random.Next())];
                await world.HandleAsync(batch);
                timeline.RemoveAll(item => item.Event is not null && item.At <= at);
            }

            world.OldestWaiting = timeline.Where(item => item.Event?.ReceivedAt <= world.Time.GetUtcNow()).Select(item => (DateTimeOffset?)item.Event!.ReceivedAt).Min();
            await world.RunAsync();
            if (random.Next(10) == 0)
                await world.RestartAsync();
        }

        world.OldestWaiting = null;
        var oracle = new TournamentOracle(@case.Cup, @case.Events, @case.Joins, @case.Banned);
        await CompareAsync(world, oracle);
        await world.RunAsync(Events.Noon.AddDays(1));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Finished);
        await CompareAsync(world, oracle);
        string[] grants = await world.GrantsAsync();
        grants.Select(Plain).Should().Equal(oracle.Grants());
        (await world.Tournaments.GetWinnersAsync("cup")).Sum(winner => winner.Grants.Count).Should().Be(grants.Length);
        (await world.Tournaments.GetUncountedAsync("cup", max: 1000)).Select(late => late.EventId).Should().BeEquivalentTo(oracle.Late().Select(e => e.Id));
        Interlocked.Add(ref _grants, grants.Length);
    }

    private static async Task CompareAsync(TournamentWorld world, TournamentOracle oracle) =>
        (await world.Tournaments.GetStandingsAsync("cup", 0, 1000)).Entries.Select(entry => new TournamentOracle.Place(entry.Rank, entry.UserId, entry.Score, entry.AchievedAt, entry.Country))
            .Should().Equal(oracle.Places());

    // 50.0 and 50 are one amount.
    private static string Plain(string grant)
    {
        string[] parts = grant.Split(' ');
        return FormattableString.Invariant($"{parts[0]} {decimal.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) / 1.0000000000000000000m} {parts[2]}");
    }
}
