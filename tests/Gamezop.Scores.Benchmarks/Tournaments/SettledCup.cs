using System.Globalization;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Tournaments;

/// <summary>A tournament that is over and held, with as many players as wanted, in a file. The players are put into the store directly, as the product would have written them.</summary>
internal static class SettledCup
{
    public const string Id = "cup";

    private const int AtOnce = 5_000;

    private static readonly TimeSpan Live = TimeSpan.FromSeconds(3);

    public static async Task PrepareAsync(string folder, int players)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGamezopScores(options => options.AllowAnonymous = true).UseSqlite($"Data Source={folder}/scores.db").AddTournaments();
        using IHost host = builder.Build();
        await host.StartAsync();
        ITournaments tournaments = host.Services.GetRequiredService<ITournaments>();
        TournamentCatalog catalog = host.Services.GetRequiredService<TournamentCatalog>();
        await catalog.Ready;
        DateTimeOffset start = TimeProvider.System.GetUtcNow().AddHours(-1);
        await tournaments.CreateAsync(new TournamentDefinition
        {
            Id = Id,
            Games = ["cup-game"],
            StartsAt = start,
            Duration = TimeSpan.FromHours(1) + Live,
            Grace = TimeSpan.Zero,
            Ranking = LeaderboardRanking.Competition,
            Prizes =
            [
                new Prize { FromRank = 1, ToRank = 1, Reward = new Reward("coins", 1_000) },
                new Prize { FromRank = 2, ToRank = 10, Reward = new Reward("coins", 100) },
                new Prize { TopPercent = 10, Reward = new Reward("coins", 5) },
            ],
        });
        await tournaments.HoldAsync(Id, "benchmark", "until it is measured");
        await FillAsync(host.Services.GetRequiredService<ILeaderboardStore>(), catalog.FindOccurrence(Id)!.Ranking!, start, players);
        await host.StopAsync();
    }

    // By user, as the store sorts them; whoever is ahead of whom has nothing to do with that.
    private static async Task FillAsync(ILeaderboardStore store, OccurrenceRanking ranking, DateTimeOffset start, int players)
    {
        StoredWindow window = new(OccurrenceRanking.Window, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, StoredWindowState.Open, new Dictionary<string, int>());
        foreach (int[] numbers in Enumerable.Range(0, players).Chunk(AtOnce))
        {
            PlayerWrite[] writes = [.. numbers.Select(number => Player(ranking.Rule, start, number))];
            if (!(await store.WriteAsync(ranking.Name, new LeaderboardWrite([window], writes, []), default)).Written)
                throw new InvalidOperationException("The players could not be written.");
        }
    }

    private static PlayerWrite Player(TournamentRule rule, DateTimeOffset start, int number)
    {
        uint mixed = (uint)(number * 2654435761L);
        var key = new PlayKey("cup-game", "cup-game_default", string.Create(CultureInfo.InvariantCulture, $"2b1f7c9e-33a5-4f6e-8f60-{number:x12}"));
        Play play = Play.None.Fold(new PlayScore(mixed % 500_000, start.AddMilliseconds(mixed % 3_600_000), "IN", mixed.ToString("x32", CultureInfo.InvariantCulture)), final: true, ascending: false);
        PlayerEntry? entry = rule.EntryOf(null, [new(key, play)], out _);
        return new PlayerWrite(
            new PlayerKey(OccurrenceRanking.Window, "", string.Create(CultureInfo.InvariantCulture, $"user-{number:x8}-{mixed:x8}")), 0, entry, default, [new PlayRow(key, PlayCodec.Write(play))], []);
    }
}
