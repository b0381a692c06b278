using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The operator's page: what was set aside is seen, and dealt with by a click.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class OperatorTests(Chromium chromium)
{
    [Fact]
    public async Task A_dead_letter_is_replayed_once_its_handler_works_again()
    {
        var works = false;
        var effects = 0;
        await using var site = await ArcadeSite.StartAsync(chromium, configure: services => services.AddGamezopScores(_ => { })
            .ConfigureInbox(inbox => inbox.MaxAttempts = 1)
            .AddHandler("payout", (_, _) =>
            {
                if (!works)
                    throw new InvalidOperationException("The bank is closed.");
                effects++;
                return ValueTask.CompletedTask;
            }));
        await site.ScoreAsync("maya", 30);
        await site.WaitForAsync(figures => figures.DeadLetters == 1);
        var operators = await site.VisitAsync("operator");
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Operator" }).ClickAsync();
        await operators.SeesAsync("main", "The bank is closed.");

        works = true;
        await operators.Page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();

        await operators.SeesAsync(".done", "It is tried again.");
        await site.WaitForAsync(figures => figures is { DeadLetters: 0, Waiting: 0 });
        effects.Should().Be(1);
        await operators.SeesAsync("[data-figure=deadLetters]", "0");
        operators.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_quarantined_score_counts_when_it_is_released_and_not_when_it_is_rejected()
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        await site.ForgeAsync("maya", 500);
        var operators = await site.VisitAsync("operator");
        await operators.Page.GotoAsync("/operator");
        await operators.SeesAsync("main", "forged");

        await operators.Page.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await operators.SeesAsync(".done", "It counts now.");
        await operators.Page.GotoAsync("/leaderboards");
        await operators.SeesAsync(".board tbody", "500");

        await site.ForgeAsync("maya", 900);
        await operators.Page.GotoAsync("/operator");
        await operators.Page.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await operators.SeesAsync(".done", "It is rejected.");
        (await site.Http.GetStringAsync("/competitions/leaderboards/day")).Should().NotContain("900");
        operators.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_no_operator_does_not_see_the_page()
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        var visitor = await site.VisitAsync("Maya");
        await visitor.Page.GotoAsync("/operator");

        await visitor.SeesAsync("#error", "Maya may not go there.");
        (await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Operator" }).CountAsync()).Should().Be(0);
    }
}
