using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A publisher's application as it is set up by the documentation: real Kestrel, the webhook, and a clock that the test moves.</summary>
internal sealed class PublicHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private PublicHost(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeTimeProvider Time => (FakeTimeProvider)_app.Services.GetRequiredService<TimeProvider>();

    public ITournaments Tournaments => _app.Services.GetRequiredService<ITournaments>();

    public ILeaderboards Boards => _app.Services.GetRequiredService<ILeaderboards>();

    public ITargets Targets => _app.Services.GetRequiredService<ITargets>();

    public static async Task<PublicHost> StartAsync(DateTimeOffset now, Action<IGamezopScoresBuilder> add)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
        builder.Services.AddHealthChecks().AddGamezopCompetitions();
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true);
        add(scores);
        WebApplication app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        var host = new PublicHost(app);
        await host.UntilAsync(() => new(host.Boards.IsReady));
        if (app.Services.GetService<ITournaments>() is { } tournaments)
            await host.UntilAsync(() => new(tournaments.IsReady));
        return host;
    }

    public async Task PostAsync(string user, string play, double score, DateTimeOffset at)
    {
        using HttpResponseMessage response = await _client.PostAsJsonAsync(
            "/games/score", new { gameCode = Cups.Game, sessionId = "s", gamePlayId = play, timestamp = at.ToUnixTimeMilliseconds(), score, subId = user, state = "over" });
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    public async Task<string> ShowAsync(string id) =>
        string.Join(" ", (await Tournaments.GetStandingsAsync(id)).Entries.Select(entry => FormattableString.Invariant($"{entry.Rank}:{entry.UserId}={entry.Score}")));

    public async Task<string> ShowBoardAsync(string id) =>
        string.Join(" ", (await Boards.GetPageAsync(id)).Entries.Select(entry => FormattableString.Invariant($"{entry.Rank}:{entry.UserId}={entry.Score}")));

    public async Task<HealthReportEntry> HealthAsync() => (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gamezop-competitions"];

    /// <summary>Waits for what goes on in the background.</summary>
    public async Task UntilAsync(Func<ValueTask<bool>> holds)
    {
        await Deadline.UntilAsync(async () => await holds());
    }

    /// <summary>Waits while a second passes again and again.</summary>
    public async Task WhileTimePassesAsync(Func<ValueTask<bool>> holds)
    {
        await Deadline.UntilAsync(async () => await holds(), () => Time.Advance(TimeSpan.FromSeconds(1)));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
