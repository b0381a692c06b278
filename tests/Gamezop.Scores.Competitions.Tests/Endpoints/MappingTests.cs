using System.Net;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class MappingTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b" };

    [Fact]
    public async Task Mapping_without_leaderboards_says_what_to_write()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop"));
        await using WebApplication app = builder.Build();

        app.Invoking(it => it.MapGamezopCompetitions("/c")).Should().Throw<InvalidOperationException>().WithMessage("*AddLeaderboards*");
    }

    [Fact]
    public async Task Without_a_current_user_nobody_is_answered()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => scores.Services.AddSingleton<IStartupFilter>(new SecondMapping()), null, waitUntilReady: true, Board);
        await host.PostAsync("u", 1);

        await host.GetAsync("/second/leaderboards/b/users/u", "u").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await host.GetJsonAsync("/second/leaderboards/b")).GetProperty("total").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_path_that_the_application_rewrote_holds()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => scores.Services.AddSingleton<IStartupFilter>(new Rewriting()), null, waitUntilReady: true, Board);
        await host.PostAsync("u", 1);

        (await host.GetJsonAsync("/me", "u")).GetProperty("entry").GetProperty("userId").GetString().Should().Be("u");
    }

    [Fact]
    public async Task Problems_are_written_by_the_applications_service()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["trace"] = "t-1"), null, waitUntilReady: true, Board);

        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/other");

        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("trace").GetString().Should().Be("t-1");
    }

    [Fact]
    public async Task A_board_that_waits_for_its_order_is_listed_and_not_answered()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<IGamezopLeaderboardOrders, NoOrders>(), null, waitUntilReady: true,
            new LeaderboardDefinition { Id = "g", Games = ["NyM_JGWcx"], Order = LeaderboardOrder.FromGamezop });

        (await host.GetJsonAsync("/competitions/leaderboards")).GetProperty("leaderboards")[0].GetProperty("order").GetString().Should().Be("fromGamezop");
        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/g");
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task An_order_that_could_not_be_kept_is_asked_for_again()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        var orders = new Orders();
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<ILeaderboardStore>(store).AddSingleton<IGamezopLeaderboardOrders>(orders), null, waitUntilReady: true,
            new LeaderboardDefinition { Id = "g", Games = ["NyM_JGWcx"], Order = LeaderboardOrder.FromGamezop });
        store.FailAt = (nameof(ILeaderboardStore.SaveBoardAsync), 1, false);
        orders.Known = true;

        // The disk fails when the order comes the first time.
        for (int i = 0; i < 1_000 && host.Boards.Definitions is [{ Order: LeaderboardOrder.FromGamezop }]; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2);
        }

        (await host.GetJsonAsync("/competitions/leaderboards/g")).GetProperty("order").GetString().Should().Be("ascending");
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeFalse();
    }

    private sealed class Orders : IGamezopLeaderboardOrders
    {
        public volatile bool Known;

        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) =>
            new(Known ? new Dictionary<string, LeaderboardOrder> { ["l"] = LeaderboardOrder.Ascending } : []);
    }

    private sealed class NoOrders : IGamezopLeaderboardOrders
    {
        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) => throw new HttpRequestException("Gamezop is away.");
    }

    private sealed class SecondMapping : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseRouting();
            app.UseEndpoints(endpoints => endpoints.MapGamezopCompetitions("/second"));
        };
    }

    private sealed class Rewriting : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate following) =>
            {
                if (context.Request.Path == "/me")
                    context.Request.Path = "/competitions/leaderboards/b/users/u";
                return following(context);
            });
            next(app);
        };
    }
}
