using System.Globalization;
using System.Text;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Load;

/// <summary>
/// A publisher's application with SQLite, a tournament every three minutes of a fast clock, and a rule by which a seventh of the plays is forged. What its handlers are told, and what its wallet is asked to pay, is written into a file; <c>/state</c> shows
/// what has become of each occurrence, and which plays are in quarantine.
/// </summary>
internal static class TournamentServer
{
    public static async Task<int> RunAsync(int port, string database, string effects, FastTime time)
    {
        // Unbuffered: what is written survives the process.
        await using var file = new FileStream(effects, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddHealthChecks().AddGamezopScores();
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(new Effects(file)).AddScoped<ITournamentHandler, Hooks>();
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add("the-key-of-the-tests"))
            .UseSqlite($"Data Source={database}")
            .AddTournaments(tournaments => tournaments.Add(new TournamentDefinition
            {
                Id = "cup",
                Cron = "*/3 * * * *",
                Duration = TimeSpan.FromMinutes(2),
                Grace = TimeSpan.FromSeconds(30),
                Scoring = TournamentScoring.Total,
                Prizes =
                [
                    new Prize { FromRank = 1, ToRank = 1, Reward = new Reward("coins", 100) },
                    new Prize { FromRank = 2, ToRank = 3, Reward = new Reward("coins", 50) },
                    new Prize { TopPercent = 20, Reward = new Reward("coins", 5) },
                ],
            }))
            .AddPlausibility<NoSevenths>()
            .AddRewardHandler<Wallet>();
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.MapGet("/health", async (HealthCheckService health) => (await health.CheckHealthAsync()).Status.ToString());
        app.MapGet("/state", async (ITournaments tournaments, IQuarantine quarantine) => await StateAsync(tournaments, quarantine));
        await app.RunAsync();
        return 0;
    }

    private static async Task<string> StateAsync(ITournaments tournaments, IQuarantine quarantine)
    {
        var text = new StringBuilder();
        foreach (TournamentInfo occurrence in await tournaments.ListAsync(limit: 1_000))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"occurrence {occurrence.Id} {occurrence.Status} {occurrence.StartsAt.UtcTicks} {occurrence.EndsAt.UtcTicks}");
            foreach (LeaderboardEntry entry in (await tournaments.GetStandingsAsync(occurrence.Id, 0, 1_000)).Entries)
                text.AppendLine(CultureInfo.InvariantCulture, $"place {occurrence.Id} {entry.Rank} {entry.UserId} {entry.Score}");
            UncountedEvent? after = null;
            while (await tournaments.GetUncountedAsync(occurrence.Id, after, 1_000) is { Count: > 0 } page)
            {
                foreach (UncountedEvent late in page)
                    text.AppendLine(CultureInfo.InvariantCulture, $"late {occurrence.Id} {late.EventId} {late.ReceivedAt.UtcTicks}");
                after = page[^1];
            }
        }

        string? last = null;
        while (await quarantine.ListAsync(last, 1_000) is { Count: > 0 } plays)
        {
            foreach (QuarantinedEvent play in plays)
                text.AppendLine(CultureInfo.InvariantCulture, $"quarantined {play.Event.EventId}");
            last = plays[^1].Id;
        }

        return text.ToString();
    }

    private sealed class NoSevenths : IScorePlausibility
    {
        public PlausibilityVerdict Judge(PlayEvidence evidence) => evidence.TopFinal % 7 == 0
            ? new PlausibilityVerdict(PlausibilityOutcome.Quarantine, [new PlausibilityBreach("NoSevenths", "a multiple of 7", "others")])
            : PlausibilityVerdict.Accept;
    }

    private sealed class Effects(FileStream file)
    {
        private readonly Lock _writing = new();

        public ValueTask WriteAsync(FormattableString line)
        {
            lock (_writing)
                file.Write(Encoding.ASCII.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n"));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Hooks(Effects effects) : ITournamentHandler
    {
        public ValueTask StartedAsync(TournamentStarted tournament, CancellationToken cancellationToken) => effects.WriteAsync($"told {tournament.Key}");

        public ValueTask EndedAsync(TournamentEnded tournament, CancellationToken cancellationToken) => effects.WriteAsync($"told {tournament.Key}");
    }

    private sealed class Wallet(Effects effects) : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => effects.WriteAsync($"paid {grant.Key} {grant.Reward.Amount}");
    }
}
