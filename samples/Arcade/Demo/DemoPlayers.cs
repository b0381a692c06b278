using System.Web;
using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Arcade;

/// <summary>Keeps the site alive: players who open games and make scores, which arrive as Gamezop would post them. <c>--demo false</c> turns them off.</summary>
internal sealed class DemoPlayers(
    GameCatalogue games, IGameUrls urls, PlayerStore players, ITournaments tournaments, IOptions<GamezopScoresOptions> options, IServer server, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<DemoPlayers> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenHits = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var player in DemoPlayer.All)
            await players.AddAsync(new Player(player.Id, player.Name), stoppingToken);
        await StartedAsync(stoppingToken);
        using var site = new HttpClient { BaseAddress = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var gamezop = new ScoreWebhookClient(site, "/games/score", options.Value.ApiKeys.FirstOrDefault());
        await Task.WhenAll(DemoPlayer.All.Select(player => LiveAsync(player, gamezop, stoppingToken)));
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    private async Task LiveAsync(DemoPlayer player, ScoreWebhookClient gamezop, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await JoinAsync(player, cancellationToken);
                await PlayAsync(player, await OpenGameAsync(player, cancellationToken), gamezop, cancellationToken);
            }
            catch (GamezopApiException exception)
            {
                logger.LogWarning(exception, "There are no games to play.");
            }

            await Task.Delay(TimeSpan.FromSeconds(Random.Shared.Next(3, 30)), cancellationToken);
        }
    }

    private async Task JoinAsync(DemoPlayer player, CancellationToken cancellationToken)
    {
        if (!tournaments.IsReady)
            return;
        foreach (var live in await tournaments.ListAsync(TournamentStatus.Live, cancellationToken: cancellationToken))
            if (live.Definition.JoinRequired)
                await tournaments.JoinAsync(live.Id, player.Id, cancellationToken);
    }

    private async Task<GameSession> OpenGameAsync(DemoPlayer player, CancellationToken cancellationToken)
    {
        var all = await games.ListAsync(cancellationToken);
        var game = all[Random.Shared.Next(all.Count)];

        // As Gamezop does: the sub is what stands in the URL that the game was opened at.
        var sub = HttpUtility.ParseQueryString((await urls.CreateAsync(game.Url, player.Id, cancellationToken)).Query)["sub"]!;
        return new GameSession(sub, time) { GameCode = game.Code, Country = player.Country };
    }

    private static async Task PlayAsync(DemoPlayer player, GameSession session, ScoreWebhookClient gamezop, CancellationToken cancellationToken)
    {
        Task SendAsync(GameSession played) => gamezop.SendAsync(played.Events[^1], cancellationToken);

        await SendAsync(session.Loaded());
        await SendAsync(session.Start());
        var score = 0;
        for (var hits = Random.Shared.Next(4, 12); hits > 0; hits--)
        {
            await Task.Delay(BetweenHits * (0.5 + Random.Shared.NextDouble()), cancellationToken);
            score += 10 * Random.Shared.Next(1, player.Skill);
            await SendAsync(hits % 4 == 0 ? session.LevelUp(score) : session.Playing(score));
        }

        await SendAsync(session.Over(score));

        // Now and then somebody claims to be somebody else: the operator finds it in quarantine.
        if (Random.Shared.Next(20) == 0)
            await gamezop.SendAsync(session.Events[^1] with { SubId = "demo.asha", Score = 1_000_000 }, cancellationToken);
    }
}
