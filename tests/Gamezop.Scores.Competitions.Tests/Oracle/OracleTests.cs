using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Oracle;

/// <summary>Whatever the network does, every query of the product is what the rules say. A failure prints the seed of its case.</summary>
public sealed class OracleTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_ORACLE_CASES") ?? "2500");

    private static long _places;

    [Fact]
    public void Every_query_equals_the_oracle_in_memory()
    {
        Case.Gen.Sample(@case => RunAsync(@case, new MemoryLeaderboardStore()).GetAwaiter().GetResult(), iter: Cases);
        _places.Should().BeGreaterThan(Cases * 3, "cases without entries show nothing");
    }

    // Every call is a transaction on a real file: fewer cases by default, as many as are asked for.
    [Fact]
    public void Every_query_equals_the_oracle_in_SQLite() => Case.Gen.Sample(
        @case =>
        {
            using var file = new SqliteStoreFile();
            RunAsync(@case, file.Open()).GetAwaiter().GetResult();
        },
        iter: Cases / 5);

    // Nothing waits for anything here: scores from several sides, bans, changes and rebuilds at the same time.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_happens_at_once_comes_to_what_the_oracle_says(bool sqlite) => Case.Gen.Sample(
        @case =>
        {
            using var file = new SqliteStoreFile();
            RunAtOnceAsync(@case, sqlite ? file.Open() : new MemoryLeaderboardStore()).GetAwaiter().GetResult();
        },
        iter: Cases / 50, threads: 1);

    private static async Task RunAtOnceAsync(Case @case, ILeaderboardStore store)
    {
        World world = await World.StartAsync(store, new DateTimeOffset(2026, 10, 24, 0, 0, 0, default), @case.Board);
        world.Retention = TimeSpan.FromDays(100);
        Event[][] sides = [.. Enumerable.Range(0, 4).Select(side => @case.Events.Where((_, i) => i % 4 == side || i % 5 == side).ToArray())];
        List<Task> work = [.. sides.Select((side, number) => Task.Run(async () =>
        {
            var random = new Random(@case.Seed + number);
            random.Shuffle(side);
            foreach (Event[] batch in side.Chunk(3))
                await world.HandleAsync(batch);
        }))];
        work.Add(Task.Run(async () =>
        {
            await world.Players.BanAsync("ann", "test", "for a moment");
            await world.Players.UnbanAsync("ann", "test", "it is over");
            await world.Players.BanAsync("bob", "test", "for good");
        }));
        work.Add(Task.Run(async () =>
        {
            await world.Rebuild.RunAsync("b", "test", "to see that nothing changes");
            await world.Rebuild.RunAsync("b", "test", "once more");
        }));
        await Task.WhenAll(work);
        await world.SelfCheck.RunAsync(default);
        world.SelfCheck.Wrong.Should().BeEmpty();
        DateTimeOffset now = @case.Events.Select(e => e.ReceivedAt).Append(world.Time.GetUtcNow()).Max().AddHours(@case.Seed % 40);
        Task[] atTheEnd = [Task.Run(() => world.CloseAsync(now)), Task.Run(async () => await world.Boards.GetProfileAsync("ann"))];
        await Task.WhenAll(atTheEnd);
        await CompareAsync(@case, world, new Oracle(@case.Board, @case.Events, now, new HashSet<string> { "bob" }, new HashSet<string> { "bob" }));
    }

    private static async Task RunAsync(Case @case, ILeaderboardStore store)
    {
        World world = await World.StartAsync(store, new DateTimeOffset(2026, 10, 24, 0, 0, 0, default), @case.Board);
        world.Retention = TimeSpan.FromDays(100);
        var random = new Random(@case.Seed);
        foreach (string user in @case.BannedAtFirst)
            await world.Players.BanAsync(user, "test", "at first");
        DateTimeOffset now = await DeliverAsync(@case, world, random);

        now = now.AddHours(random.Next(40));
        world.OldestWaiting = null;
        await world.CloseAsync(now);
        if (random.Next(3) == 0)
            await world.Rebuild.RunClosedAsync("b", [.. (await world.Boards.GetWindowsAsync("b")).Where(window => window.Closed).Select(window => window.Key)], "test", "to see that nothing changes");
        var bannedNow = @case.BannedAtFirst.ToHashSet();
        foreach (string user in @case.UnbannedAtLast)
        {
            await world.Players.UnbanAsync(user, "test", "at last");
            bannedNow.Remove(user);
        }

        if (random.Next(2) == 0)
            await world.RestartAsync();
        await CompareAsync(@case, world, new Oracle(@case.Board, @case.Events, world.Time.GetUtcNow(), @case.BannedAtFirst.ToHashSet(), bannedNow));
    }

    // Any order, in batches of any size, repeated, with restarts and closes in between: what has arrived and is not handled yet waits.
    private static async Task<DateTimeOffset> DeliverAsync(Case @case, World world, Random random)
    {
        var waiting = @case.Events.ToList();
        var handled = new List<Event>();
        DateTimeOffset now = world.Time.GetUtcNow();
        while (waiting.Count > 0)
        {
            await HandleSomeAsync();
            if (random.Next(8) == 0)
                await world.RestartAsync();
            if (random.Next(10) == 0)
                await RebuildAsync();
        }

        return now;

        // From the kept events, with more coming in meanwhile.
        async Task RebuildAsync()
        {
            world.WhileReading = async () =>
            {
                if (waiting.Count > 0 && random.Next(3) == 0)
                    await HandleSomeAsync();
            };
            await world.Rebuild.RunAsync("b", "test", "to see that nothing changes");
        }

        async Task HandleSomeAsync()
        {
            // With close to come on the way, time goes on with the arrivals, and a few of them are kept in retry for long.
            var candidates = @case.ClosesOnTheWay ? [.. waiting.OrderBy(e => e.ReceivedAt).Take(6)] : waiting;
            Event[] batch = [.. candidates.OrderBy(_ => random.Next()).Take(1 + random.Next(4)), .. handled.OrderBy(_ => random.Next()).Take(random.Next(3))];
            // A process killed between handling and settling: the event still waits, holds its window open, and comes again.
            bool settled = random.Next(5) > 0;
            DateTimeOffset latest = batch.Max(e => e.ReceivedAt);
            if (latest > now)
                world.Time.SetUtcNow(now = latest);
            await world.HandleAsync(batch);
            if (settled)
                waiting.RemoveAll(batch.Contains);
            if (!@case.ClosesOnTheWay)
                handled.AddRange(batch);
            world.OldestWaiting = waiting.Where(e => e.ReceivedAt <= now).Select(e => (DateTimeOffset?)e.ReceivedAt).Min();
            if (@case.ClosesOnTheWay)
                await world.CloseAsync();
        }
    }

    private static async Task CompareAsync(Case @case, World world, Oracle oracle)
    {
        ILeaderboards boards = world.Boards;
        (await boards.GetWindowsAsync("b")).Should().Equal(
            oracle.Windows.Select(window => new LeaderboardWindowInfo(window.Key, window.Start == DateTimeOffset.MinValue ? null : window.Start, window.End, oracle.IsClosed(window))));
        IReadOnlyList<UncountedEvent> uncounted = await boards.GetUncountedAsync("b", max: 1000);
        uncounted.Where(e => e.Reason == UncountedReason.Late).Select(e => e.EventId).Should().BeEquivalentTo(oracle.Late.Select(e => e.Id));
        uncounted.Where(e => e.Reason == UncountedReason.OutOfRange).Select(e => e.EventId).Should().BeEquivalentTo(oracle.OutOfRange.Select(e => e.Id));
        world.Quarantined.Select(context => context.EventId).Distinct().Should().BeEquivalentTo(@case.Events.Where(Oracle.IsFuture).Select(e => e.Id));

        Interlocked.Add(ref _places, oracle.Windows.Sum(window => oracle.Standings(window, "", out _).Count));
        var profiles = new List<LeaderboardProfileEntry>();
        foreach (Oracle.Window window in oracle.Windows)
            foreach (string partition in oracle.Partitions(window))
            {
                var query = new LeaderboardQuery("b", window.Key, partition);
                IReadOnlyList<Oracle.Place> places = oracle.Standings(window, partition, out int total);
                LeaderboardPage page = await boards.GetPageAsync(query, 0, 1000);
                page.Entries.Should().Equal(places.Select(place => place.Entry), "{0} of {1}", partition, window.Key);
                page.Total.Should().Be(total);
                (await boards.GetPageAsync(query, 1, 2)).Entries.Should().Equal(places.Where(place => place.Position is 1 or 2).Select(place => place.Entry));
                (await boards.CountAsync(query)).Should().Be(total);
                (await boards.GetUsersAsync(query, ["ann", "nobody", "cid", "\uFFFD"])).Should().Equal(places.Where(place => place.Entry.UserId is "ann" or "cid" or "\uFFFD").Select(place => place.Entry));
                foreach (Oracle.Place place in places)
                {
                    LeaderboardPlace found = (await boards.GetUserAsync(query, place.Entry.UserId, 1))!;
                    found.Entry.Should().Be(place.Entry);
                    found.Total.Should().Be(total);
                    found.Percentile.Should().BeApproximately(100.0 * (total - place.Better) / total, 1e-9);
                    found.Neighbours.Should().Equal(places.Where(other => Math.Abs(other.Position - place.Position) <= 1).Select(other => other.Entry));
                    if (place.Entry.UserId == "ann")
                        profiles.Add(new LeaderboardProfileEntry("b", page.Window, page.Partition, place.Entry, total));
                }
            }

        (await boards.GetProfileAsync("ann")).Should().Equal(profiles);
    }
}
