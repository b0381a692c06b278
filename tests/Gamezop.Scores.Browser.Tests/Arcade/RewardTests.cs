using Gamezop.Scores.Competitions;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Targets are reached by playing, and their coins arrive in the wallet once.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class RewardTests(Chromium chromium) : IAsyncLifetime
{
    private ArcadeSite _site = null!;
    private ArcadeVisitor _player = null!;

    public async Task InitializeAsync()
    {
        _site = await ArcadeSite.StartAsync(chromium);
        _player = await _site.VisitAsync("Maya");
    }

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_targets_coins_arrive_once_also_when_its_events_are_delivered_again()
    {
        await _player.OpenGameAsync();
        await _player.SeesAsync(".coins", "0 coins");

        await _player.PlayAsync(points: 20);
        await _player.SeesAsync("#toasts", "+10 coins: Finish your first game");
        await _player.SeesAsync(".coins", "10 coins");

        await _site.Gamezop.WhenPostedAsync();
        await _site.DeliverAgainAsync();
        await _site.WaitForAsync(inbox => inbox.Waiting == 0);
        await HandOutAgainAsync();
        await _player.Page.GetByRole(AriaRole.Link, new() { Name = "10 coins" }).ClickAsync();
        await _player.SeesAsync(".balance", "10 coins");
        (await _player.Page.Locator("#payments tbody tr").CountAsync()).Should().Be(1);
        _player.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Progress_is_shown_as_it_is_made()
    {
        await _player.Page.GetByRole(AriaRole.Link, new() { Name = "Targets" }).ClickAsync();
        await _player.SeesAsync("[data-target=daily-points]", "0 of 300");

        await _site.ScoreAsync("maya", 120);
        await _player.SeesAsync("[data-target=daily-points]", "120 of 300");
        (await _player.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Make 300 points today" }).EvaluateAsync<double>("bar => bar.value")).Should().Be(40);
        await _player.SeesAsync("[data-target=first-game]", "Done");

        await _site.ScoreAsync("maya", 180);
        await _player.SeesAsync("[data-target=daily-points][data-done=yes]", "Done");
        await _player.SeesAsync(".coins", "35 coins");
        _player.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_reward_that_must_be_claimed_is_paid_when_it_is_claimed_and_once()
    {
        await _player.Page.GotoAsync("/wallet");
        await _site.ScoreAsync("maya", 150);
        var claim = _player.Page.GetByRole(AriaRole.Button, new() { Name = "Claim 50 coins" });
        await claim.WaitForAsync();
        await _player.SeesAsync(".coins", "10 coins");
        var other = await _player.Page.Context.NewPageAsync();
        await other.GotoAsync("/wallet");
        await other.GetByRole(AriaRole.Button, new() { Name = "Claim 50 coins" }).FocusAsync();
        // Its script looks for news all the time, and must not get what the first tab is told.
        await other.EvaluateAsync("() => { (async () => { for (;;) await fetch(location.href); })(); }");

        await claim.ClickAsync();
        await _player.SeesAsync(".done", "the coins are yours");
        await _player.SeesAsync(".balance", "60 coins");
        await claim.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // The button in the other tab is still there: it is under the keyboard's focus.
        await other.GetByRole(AriaRole.Button, new() { Name = "Claim 50 coins" }).PressAsync("Enter");
        await other.GetByText("the coins are yours").WaitForAsync();
        await _player.Page.GotoAsync("/wallet");
        await _player.SeesAsync(".balance", "60 coins");
        (await _player.Page.Locator("#payments tbody tr").CountAsync()).Should().Be(2);
        _player.Errors.Should().BeEmpty();
    }

    // As after a crash between the payment and the note that it was made.
    private async Task HandOutAgainAsync()
    {
        await using var scope = _site.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IRewardHandler>();
        foreach (var reward in await _site.Services.GetRequiredService<IRewards>().ListAsync("maya"))
            await handler.GrantAsync(reward.Grant, CancellationToken.None);
    }
}
