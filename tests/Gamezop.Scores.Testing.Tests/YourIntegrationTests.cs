using System.Collections.Concurrent;
using System.Net;
using Gamezop.Scores;
using Gamezop.Scores.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace YourGames.Tests;

public sealed class YourIntegrationTests : IDisposable
{
    private const string Key = "the-key-of-the-tests";

    private readonly ConcurrentDictionary<string, ScoreContext> _handled = new();
    private readonly WebApplicationFactory<Program> _factory;
    private readonly ScoreWebhookClient _gamezop;

    public YourIntegrationTests()
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.ConfigureTestServices(services => services
            .AddGamezopScores(options => options.ApiKeys.Add(Key))
            .AddHandler("test", (context, _) => Remember(context))));
        _gamezop = new ScoreWebhookClient(_factory.CreateClient(), "/games/score", Key);
    }

    public void Dispose() => _factory.Dispose();

    [Fact]
    public async Task A_finished_game_reaches_the_handlers()
    {
        var session = new GameSession("user-1", TimeProvider.System).Loaded().Start().Playing(10).LevelUp(25).Over(40);

        var report = await _gamezop.SendAllAsync(session.Events);

        report.Wrong.Should().BeEmpty();
        _handled.Values.Should().ContainSingle(context => context.Event.State == GameState.Over)
            .Which.Should().Match<ScoreContext>(context => context.UserId == "user-1" && context.Event.Score == 40);
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var stranger = new ScoreWebhookClient(_factory.CreateClient(), "/games/score", "not the key");

        var reply = await stranger.SendAsync(new GameSession("user-1", TimeProvider.System).Start().Events[0]);

        reply.Status.Should().Be(HttpStatusCode.Unauthorized);
        _handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Whatever_the_network_does_each_score_counts_once()
    {
        var traffic = new ScoreTraffic(new()
        {
            StartsAt = TimeProvider.System.GetUtcNow().AddMinutes(-10),
            Seed = 1,
            Sessions = 50,
            Duplicated = 0.2,
            Reordered = 0.2,
            Delayed = 0.2,
            Lost = 0.05,
            Malformed = 0.1,
            WrongKey = 0.1,
        });

        var report = await _gamezop.SendTrafficAsync(traffic.Calls);

        report.Wrong.Should().BeEmpty();
        _handled.Keys.Order().Should().Equal(report.AcceptedEventIds.Order());
        report.LatencyAt(99).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    // What your handlers do, you check where they do it: in your wallet, your database. Here: once per EventId.
    private ValueTask Remember(ScoreContext context)
    {
        _handled.TryAdd(context.EventId, context);
        return ValueTask.CompletedTask;
    }
}
