using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>Sources from the api key to the boards, tournaments, targets, exports and rebuilds: real Kestrel, real HTTP, a real file.</summary>
public sealed class SourceTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_source_decides_what_counts_and_stays_with_the_event(string engine)
    {
        await using CompetitionsHost host = await StartAsync(engine);
        await PostAsync(host, "web", "ann", 10);
        await PostAsync(host, "app", "bob", 20);
        await PostAsync(host, null, "cid", 30);
        var tournaments = host.Services.GetRequiredService<ITournaments>();
        var targets = host.Services.GetRequiredService<ITargets>();
        await UntilAsync(host, async () => await host.Boards.CountAsync("all") == 3
            && (await tournaments.GetStandingsAsync("cup")).Total > 0 && (await targets.GetProgressAsync("ann")).Single().IsDone);

        (await UsersAsync(host, "web")).Should().Equal("ann");
        (await tournaments.GetStandingsAsync("cup")).Entries.Select(entry => entry.UserId).Should().Equal("bob");
        foreach (var (user, done) in new[] { ("ann", true), ("bob", false), ("cid", false) })
            (await targets.GetProgressAsync(user)).Single().IsDone.Should().Be(done);

        (await SourceInExportAsync(host, "ann")).Should().Be("web");
        (await SourceInExportAsync(host, "cid")).Should().BeNull();

        // From the kept events: they still know where they came from.
        await host.Services.GetRequiredService<IRebuild>().RunWithAsync(new LeaderboardDefinition { Id = "web", Sources = ["app"] }, "olga", "moved");
        (await UsersAsync(host, "web")).Should().Equal("bob");
        await host.Services.GetRequiredService<IRebuild>().RunWithAsync(new LeaderboardDefinition { Id = "web", Sources = ["kiosk"] }, "olga", "moved");
        (await UsersAsync(host, "web")).Should().BeEmpty();
    }

    [Fact]
    public async Task Other_sources_of_a_board_need_a_rebuild()
    {
        await using CompetitionsHost host = await StartAsync("memory");
        await FluentActions.Awaiting(async () => await host.Boards.ChangeAsync(new LeaderboardDefinition { Id = "web", Sources = ["app"] }))
            .Should().ThrowAsync<Exception>().WithMessage("*Sources*");
    }

    private static async Task<string[]> UsersAsync(CompetitionsHost host, string board) => [.. (await host.Boards.GetPageAsync(board)).Entries.Select(entry => entry.UserId)];

    private static async Task<string?> SourceInExportAsync(CompetitionsHost host, string user)
    {
        using var output = new MemoryStream();
        await host.Players.ExportAsync(user, output);
        JsonElement kept = JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("events").EnumerateArray().Single();
        return kept.TryGetProperty("source", out JsonElement source) ? source.GetString() : null;
    }

    private static async Task PostAsync(CompetitionsHost host, string? source, string user, double score)
    {
        host.Client.DefaultRequestHeaders.Remove("api-key");
        host.Client.DefaultRequestHeaders.Add("api-key", source is null ? "plain-key-0123456789" : Key(source));
        await host.PostAsync(user, score);
    }

    private static async Task UntilAsync(CompetitionsHost host, Func<Task<bool>> done)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await done())
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, limit.Token);
        }
    }

    private static string Key(string source) => $"key-of-{source}-0123456789";

    private Task<CompetitionsHost> StartAsync(string engine) => CompetitionsHost.StartAsync(
        scores =>
        {
            scores.Services.Configure<GamezopScoresOptions>(options =>
            {
                options.ApiKeys.Add("plain-key-0123456789");
                foreach (string source in (string[])["web", "app"])
                    options.Sources[source] = new GamezopSourceOptions { ApiKeys = { Key(source) } };
            });
            scores.AddTournaments(tournaments => tournaments.Add(new TournamentDefinition
            {
                Id = "cup",
                StartsAt = Leaderboards.Events.Noon.AddHours(-1),
                Duration = TimeSpan.FromHours(2),
                Sources = ["app"],
                MaxAttempts = 3,
            }));
            scores.AddTargets(targets => targets.Add(new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = new Reward("coins", 1), Sources = ["web"] }));
            if (engine == "sqlite")
                scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
            else
                scores.UseVolatileInbox();
        },
        null,
        waitUntilReady: true,
        new LeaderboardDefinition { Id = "web", Sources = ["web"] },
        new LeaderboardDefinition { Id = "all" });
}
