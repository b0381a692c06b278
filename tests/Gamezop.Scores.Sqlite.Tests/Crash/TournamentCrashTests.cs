using System.Globalization;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Load;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>
/// A real process with a tournament every three minutes of a fast clock, under load, killed around starts, ends and settlements: final standings are what was answered 200 and is not forged, what is
/// forged is in quarantine, every prize is granted under one key, every hook is told. GAMEZOP_CRASHES sets how often it is killed (6 unless set).
/// </summary>
public sealed class TournamentCrashTests : IDisposable
{
    private const int Speed = 20;
    private const int AtOnce = 64;

    // The server's tournament: two minutes of every three, and settled a minute after its end.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();

    // It starts half a minute into a tournament, whatever the machine's clock shows.
    private readonly FastTime _time = new(new(2026, 11, 23, 12, 0, 30, TimeSpan.Zero), TimeProvider.System.GetUtcNow(), Speed);

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_CRASHES"), out var kills) ? kills : 6;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_score_prize_or_hook_is_lost_when_the_process_is_killed_around_starts_ends_and_settlements()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var sender = new Sender(seed, _ => _time.GetUtcNow(), pause: TimeSpan.FromMilliseconds(20));
        var server = await StartAsync();
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(UntilNextTurn() + TimeSpan.FromMilliseconds(random.Next(1_200)), CancellationToken.None);
            await server.KillAsync();
            server.Dispose();
            server = await StartAsync();
        }

        await stop.CancelAsync();
        await sending;
        var last = _time.GetUtcNow();
        var (finished, quarantined) = await FinishedAsync(server, last, seed);
        finished.Should().Contain(occurrence => occurrence.Places.Count >= 10, "there should have been scores (seed {0})", seed);
        string[] prizes = [.. finished.SelectMany(Prizes)];
        await PaidAsync(prizes, seed);
        await server.TerminateAsync();
        server.Dispose();

        sender.Acknowledged.Where(kept => IsForged(kept.Value)).Select(kept => kept.Key).Except(quarantined).Should().BeEmpty("every forged play is shown (seed {0})", seed);
        quarantined.Intersect(sender.Acknowledged.Where(kept => !IsForged(kept.Value)).Select(kept => kept.Key)).Should().BeEmpty("no other one is (seed {0})", seed);
        foreach (var occurrence in finished)
        {
            occurrence.Late.Values.Where(received => received <= occurrence.EndsAt + Grace).Should().BeEmpty("only what came too late may be missing (seed {0})", seed);
            occurrence.Places.ToDictionary(place => place.User, place => place.Score).Should().BeEquivalentTo(Scores(occurrence, sender), "{0} (seed {1})", occurrence.Id, seed);
        }

        (await BookAsync()).Should().BeEquivalentTo(prizes, "seed {0}", seed);
        Lines("paid").Distinct().Should().BeEquivalentTo(prizes, "only what is in the book is paid (seed {0})", seed);
        (Lines("paid").Length - prizes.Length).Should().BeLessThanOrEqualTo(AtOnce * Kills, "only what was under way at a kill is paid again (seed {0})", seed);
        string[] told = [.. finished.SelectMany(occurrence => new[] { $"s/{occurrence.Escaped}", $"e/{occurrence.Escaped}" })];
        told.Except(Lines("told")).Should().BeEmpty("every hook is told (seed {0})", seed);
        Lines("told").Except(told).Where(key => !key.StartsWith("s/cup%40") && !key.StartsWith("e/cup%40")).Should().BeEmpty("what has started since has keys of the same kind (seed {0})", seed);
    }

    /// <summary>How long it is until shortly before the next end of a tournament, or the next start, which is when the one before is settled.</summary>
    private TimeSpan UntilNextTurn()
    {
        var now = _time.GetUtcNow();
        var start = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Every.Ticks), TimeSpan.Zero);
        var left = new[] { start.AddMinutes(2), start + Every, start.AddMinutes(2) + Every }.Select(_time.Until).First(left => left > Early) - Early;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // By the server's rule.
    private static bool IsForged(ScoreEvent scoreEvent) => scoreEvent.Score % 7 == 0;

    // What was answered 200 and neither late nor forged, each play once.
    private static Dictionary<string, double> Scores(TournamentState occurrence, Sender sender) => sender.Acknowledged
        .Where(kept => !occurrence.Late.ContainsKey(kept.Key) && kept.Value.Timestamp >= occurrence.StartsAt && kept.Value.Timestamp < occurrence.EndsAt && !IsForged(kept.Value))
        .GroupBy(kept => kept.Value.SubId).ToDictionary(user => user.Key, user => user.Sum(kept => kept.Value.Score));

    // By the shown ranks, as a person would read them off.
    private static IEnumerable<string> Prizes(TournamentState occurrence)
    {
        var best = Math.Max(1, occurrence.Places.Count * 20 / 100);
        foreach (var place in occurrence.Places)
        {
            if (place.Rank == 1)
                yield return $"p/{occurrence.Escaped}/0/{place.User} 100";
            if (place.Rank is 2 or 3)
                yield return $"p/{occurrence.Escaped}/1/{place.User} 50";
            if (place.Rank <= best)
                yield return $"p/{occurrence.Escaped}/2/{place.User} 5";
        }
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, command: "tournaments", more: [_time.ToString()]);

    // Every tournament that had started when the last score was sent, once it is settled and told.
    private async Task<(List<TournamentState> Finished, IReadOnlySet<string> Quarantined)> FinishedAsync(ServerProcess server, DateTimeOffset last, int seed)
    {
        var deadline = Environment.TickCount64 + 120_000;
        while (true)
        {
            if (await server.TryGetAsync("/state") is { } text)
            {
                var started = TournamentState.Parse(text, out var quarantined).Where(occurrence => occurrence.StartsAt <= last).ToList();
                if (started.Count > 0 && started.TrueForAll(occurrence => occurrence.Status == "Finished" && Lines("told").Contains($"e/{occurrence.Escaped}")))
                    return (started, quarantined);
            }

            Environment.TickCount64.Should().BeLessThan(deadline, $"tournaments should be settled (seed {seed})");
            await Task.Delay(200);
        }
    }

    private async Task PaidAsync(string[] prizes, int seed)
    {
        var deadline = Environment.TickCount64 + 120_000;
        while (prizes.Except(Lines("paid")).Any())
        {
            Environment.TickCount64.Should().BeLessThan(deadline, $"{prizes.Except(Lines("paid")).Count()} of {prizes.Length} prizes have not been paid (seed {seed})");
            await Task.Delay(200);
        }
    }

    private async Task<List<string>> BookAsync()
    {
        using var database = new CompetitionsDatabase(Options.Create(new SqliteScoresOptions { ConnectionString = "Data Source=" + _folder["scores.db"] }), null, TimeProvider.System);
        var store = new SqliteRewardStore(database);
        await store.StartAsync(default);
        var granted = new List<string>();
        RewardGrant? after = null;
        while (await store.ReadAsync(default, after, 1_000, default) is { Count: > 0 } page)
        {
            granted.AddRange(page.Select(reward => string.Create(CultureInfo.InvariantCulture, $"{reward.Grant.Key} {reward.Grant.Reward.Amount}")));
            after = page[^1].Grant;
        }

        return granted;
    }

    private string[] Lines(string kind)
    {
        using var reader = new StreamReader(new FileStream(_folder["effects"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();

        // The last line may be half written.
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n').Where(line => line.StartsWith(kind + ' ', StringComparison.Ordinal)).Select(line => line[(kind.Length + 1)..])];
    }
}
