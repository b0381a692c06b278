using Gamezop.Scores.Competitions;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>A tournament is joined, played and ended by clicks, and its prize arrives once.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class TournamentTests(Chromium chromium) : IAsyncLifetime
{
    private ArcadeSite _site = null!;

    public async Task InitializeAsync() => _site = await ArcadeSite.StartAsync(chromium);

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_tournament_that_an_operator_ends_has_the_right_winner_and_the_prize_arrives_once()
    {
        await CreateAsync(joinRequired: false);
        var player = await _site.VisitAsync("Maya");
        await player.OpenGameAsync();
        await player.PlayAsync(points: 30);
        await player.SeesAsync("#say", "they count");
        await _site.ScoreAsync("bruno", 1);
        await player.Page.GetByRole(AriaRole.Link, new() { Name = "Tournaments" }).ClickAsync();
        await player.Page.GetByRole(AriaRole.Link, new() { Name = "Test cup" }).ClickAsync();
        await player.SeesAsync(".board tbody tr:nth-child(1)", "Maya");
        await player.SeesAsync(".board tbody tr:nth-child(2)", "bruno");
        await player.SeesAsync(".countdown", " s");

        await EndAsync();

        await player.SeesAsync("#about", "Finished");
        await player.SeesAsync(".winners li:nth-child(1)", "1. Maya");
        await player.SeesAsync(".winners li:nth-child(1)", "500 coins");
        await player.SeesAsync(".winners li:nth-child(2)", "2. bruno");
        // The first game's target and the prize.
        await player.SeesAsync(".coins", "510 coins");
        await _site.DeliverAgainAsync();
        await _site.WaitForAsync(inbox => inbox.Waiting == 0);
        await player.Page.GotoAsync("/wallet");
        await player.SeesAsync(".balance", "510 coins");
        (await player.Page.GetByText("Test cup, rank 1").CountAsync()).Should().Be(1);
        player.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_has_to_join_counts_from_the_joining_on()
    {
        await CreateAsync(joinRequired: true);
        var player = await _site.VisitAsync("Maya");
        await _site.ScoreAsync("maya", 900);
        await player.Page.GotoAsync("/tournaments/test-cup");
        await player.SeesAsync(".board tbody", "Nobody is here yet");

        await player.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await player.SeesAsync(".done", "You are in.");
        (await player.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).CountAsync()).Should().Be(0);
        await _site.ScoreAsync("bruno", 800);
        await _site.ScoreAsync("maya", 40);

        await player.SeesAsync(".board tbody .mine", "40");
        await player.SeesAsync("#place", "You are at rank 1.");
        (await player.Page.Locator(".board tbody tr").CountAsync()).Should().Be(1);
        player.Errors.Should().BeEmpty();
    }

    private async Task EndAsync()
    {
        var operators = await _site.VisitAsync("operator");
        await operators.Page.GotoAsync("/operator");
        await operators.Page.GetByLabel("Why Test cup ends").FillAsync("The hall closes");
        await operators.Page.Locator("form", new() { HasText = "Test cup" }).GetByRole(AriaRole.Button, new() { Name = "End now" }).ClickAsync();
        await operators.SeesAsync(".done", "It is over.");
        await operators.SeesAsync("main", "by operator: The hall closes");
        operators.Errors.Should().BeEmpty();
        _site.Time.Advance(TimeSpan.FromMinutes(2));
    }

    // Of its own: the sample's begin and end by the hour.
    private ValueTask CreateAsync(bool joinRequired) => _site.Services.GetRequiredService<ITournaments>().CreateAsync(new()
    {
        Id = "test-cup",
        Name = "Test cup",
        StartsAt = _site.Time.GetUtcNow().AddMinutes(-1),
        Duration = TimeSpan.FromHours(2),
        Grace = TimeSpan.Zero,
        JoinRequired = joinRequired,
        Prizes = [new() { ToRank = 1, Reward = new Reward("coins", 500) }, new() { FromRank = 2, ToRank = 2, Reward = new Reward("coins", 200) }],
    });
}
