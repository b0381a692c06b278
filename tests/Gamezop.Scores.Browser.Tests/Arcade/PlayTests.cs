namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>A game played in the Arcade by real clicks, from the broadcast to everybody's board.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class PlayTests(Chromium chromium)
{
    [Fact]
    public async Task A_score_is_shown_when_the_game_says_it_and_counts_for_everybody_when_Gamezop_does()
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        var player = await site.VisitAsync("Maya");
        var watcher = await site.VisitAsync();
        await watcher.Page.GotoAsync("/leaderboards");
        await watcher.SeesAsync(".board", "Nobody is here yet");
        await player.OpenGameAsync();

        site.Gate.Close();
        await player.PlayAsync(points: 30);
        await player.SeesAsync("#say", "Gamezop is confirming");

        var score = await player.Page.Locator("#score").TextContentAsync();
        int.Parse(score!).Should().BePositive();
        (await player.Page.Locator("#counted").TextContentAsync()).Should().Be("–");
        (await player.Page.Locator(".board").TextContentAsync()).Should().Contain("Nobody is here yet");

        site.Gate.Open();
        await site.Gamezop.WhenPostedAsync();
        await player.SeesAsync("#say", $"{score} points, and they count.");
        await player.SeesAsync("#counted", score!);
        await player.SeesAsync("#rank", "1");
        await player.SeesAsync(".board .mine", score!);
        await watcher.SeesAsync(".board tbody", "Maya");
        await watcher.SeesAsync(".board tbody .number", score!);
        player.Errors.Concat(watcher.Errors).Should().BeEmpty();
    }

    [Fact]
    public async Task A_game_can_be_played_by_the_keyboard_alone()
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        var player = await site.VisitAsync();
        await player.Page.GotoAsync("/sign-in?returnUrl=%2Fplay%2FNyM_JGWcx");
        await player.Page.Keyboard.TypeAsync("Maya");
        await player.Page.Keyboard.PressAsync("Enter");
        await player.Game.Locator("#play").WaitForAsync();

        // The first stop leads past the menu to the content, and from there the game is near.
        await player.Page.Keyboard.PressAsync("Tab");
        (await player.Page.EvaluateAsync<string>("() => document.activeElement.textContent")).Should().Be("To the content");
        await player.Page.Keyboard.PressAsync("Enter");
        for (var stops = 0; stops < 20 && !await player.Game.Locator("#play").EvaluateAsync<bool>("button => button === document.activeElement && document.hasFocus()"); stops++)
            await player.Page.Keyboard.PressAsync("Tab");
        await player.Page.Keyboard.PressAsync("Enter");
        foreach (var key in "123456789123456789")
            await player.Page.Keyboard.PressAsync(key.ToString());

        await player.SeesAsync("#say", "they count");
        int.Parse((await player.Page.Locator("#counted").TextContentAsync())!).Should().BePositive();
        player.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Demo_players_keep_the_boards_alive()
    {
        await using var site = await ArcadeSite.StartAsync(chromium, demo: true);
        var visitor = await site.VisitAsync();
        await visitor.Page.GotoAsync("/");

        await visitor.Page.WaitForFunctionAsync("() => document.querySelectorAll('.board .player').length >= 5 && document.querySelector('.board .moved')");

        visitor.Errors.Should().BeEmpty();
    }
}
