using System.Diagnostics;
using System.Globalization;
using Gamezop.Scores.Benchmarks.Endpoint;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Tournaments;

/// <summary>
/// A child process: a publisher's application with SQLite, a board, a wallet and the tournament of <see cref="SettledCup"/>. It serves until its standard input ends; a line in it has the tournament
/// settled, and is answered with the seconds that took and the most events that waited meanwhile, and then with the seconds until nothing is left to be removed.
/// </summary>
internal static class SettleServer
{
    public const string Command = "settle-server";
    public const string Game = "board-game";

    public static async Task<int> RunAsync(string folder)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add(EndpointVariants.Key))
            .UseSqlite($"Data Source={folder}/scores.db")
            .ConfigureInbox(options => options.Capacity = 100_000_000)
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "board", Games = [Game], Window = LeaderboardWindow.Daily }))
            .AddTournaments()
            .AddRewardHandler<Wallet>();
        await using WebApplication app = builder.Build();
        app.MapGamezopScores(EndpointVariants.Route);
        await app.StartAsync();
        await app.Services.GetRequiredService<TournamentCatalog>().Ready;
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is not null)
            await SettleAsync(app.Services);
        await app.StopAsync();
        return 0;
    }

    private static async Task SettleAsync(IServiceProvider services)
    {
        ITournaments tournaments = services.GetRequiredService<ITournaments>();
        IEventLog log = services.GetRequiredService<IEventLog>();
        ILeaderboardStore store = services.GetRequiredService<ILeaderboardStore>();
        var watch = Stopwatch.StartNew();
        await tournaments.ReleaseAsync(SettledCup.Id, "benchmark", "now");
        long waiting = 0;
        while ((await tournaments.GetAsync(SettledCup.Id)).Status != TournamentStatus.Finished)
        {
            waiting = Math.Max(waiting, (await log.GetStatisticsAsync(default)).Waiting);
            await Task.Delay(20);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {waiting}"));
        while (await store.CleanAsync(1, default))
            await Task.Delay(100);
        Console.WriteLine(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class Wallet : IRewardHandler
    {
        private static decimal _paid;

        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            _paid += grant.Reward.Amount;
            return default;
        }
    }
}
