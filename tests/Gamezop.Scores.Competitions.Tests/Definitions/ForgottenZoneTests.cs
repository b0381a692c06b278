using Gamezop.Scores.Competitions.Tests.Tournaments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Definitions;

/// <summary>
/// Kept definitions that the system cannot read any more, as after an update of its time zones: each is refused by name, and everything else
/// serves.
/// </summary>
public sealed class ForgottenZoneTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly MemoryLeaderboardStore _boards = new();
    private readonly MemoryTournamentStore _tournaments = new();
    private readonly MemoryRewardStore _rewards = new();
    private readonly MemoryTargetStore _targets;

    public ForgottenZoneTests() => _targets = new MemoryTargetStore(_rewards);

    [Theory]
    [InlineData("Europe/Berlin", "US/Forgotten")]
    [InlineData("Daily", "Fortnightly")]
    [InlineData("Descending", "Sideways")]
    public async Task A_board_that_cannot_be_read_is_named_and_can_be_removed(string known, string unknown)
    {
        await AddAllAsync();
        await PoisonAsync(known, unknown);

        await using PublicHost host = await StartAsync();
        await host.PostAsync("ann", "1", 5, Noon);
        (await host.ShowBoardAsync("fine")).Should().Be("1:ann=5");
        HealthReportEntry health = await host.HealthAsync();
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("'zoned'").And.Contain(unknown).And.NotContain("'fine'");
        await host.Invoking(it => it.Boards.AddAsync(Board("zoned")).AsTask()).Should().ThrowAsync<LeaderboardDefinitionException>()
            .WithMessage("*cannot be read*");
        (await host.Boards.RemoveAsync("zoned", "op", "gone")).Should().BeTrue();
        await host.Boards.AddAsync(Board("zoned"));
        await host.PostAsync("bob", "2", 6, Noon);
        (await host.ShowBoardAsync("zoned")).Should().Be("1:bob=6");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Corrected_a_board_goes_on_with_its_scores(bool configured)
    {
        await AddAllAsync();
        await using (PublicHost before = await StartAsync())
            await before.PostAsync("ann", "1", 5, Noon);
        await PoisonAsync("Europe/Berlin", "US/Forgotten");

        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague");
        var prague = new LeaderboardDefinition { Id = "zoned", Window = LeaderboardWindow.Daily, TimeZone = zone };
        await using (PublicHost host = await StartAsync(boards: configured ? [prague] : []))
        {
            if (!configured)
                await host.Boards.ChangeAsync(prague);
            (await host.ShowBoardAsync("zoned")).Should().Be("1:ann=5");
            await host.PostAsync("bob", "2", 6, Noon);
            (await host.ShowBoardAsync("zoned")).Should().Be("1:bob=6 2:ann=5");
        }

        await using PublicHost again = await StartAsync(boards: configured ? [prague] : []);
        (await again.ShowBoardAsync("zoned")).Should().Be("1:bob=6 2:ann=5");
        again.Boards.Definitions.Single(board => board.Id == "zoned").TimeZone.Id.Should().Be("Europe/Prague");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_recurring_tournament_without_its_zone_goes_to_the_end_of_what_there_is(bool configured)
    {
        await AddAllAsync();
        await PoisonAsync("Europe/Berlin", "US/Forgotten");

        await using (PublicHost host = await StartAsync())
        {
            (await host.HealthAsync()).Description.Should().Contain("Tournament 'zoned'").And.Contain("US/Forgotten").And.NotContain("'fine'");
            await host.PostAsync("ann", "1", 5, Noon);
            (await host.ShowAsync("fine")).Should().Be("1:ann=5");
            (await host.ShowAsync("zoned")).Should().Be("1:ann=5", "its times are fixed");
            host.Time.SetUtcNow(Noon.AddHours(3));
            await host.PostAsync("ann", "2", 6, Noon.AddHours(3));
            (await host.Tournaments.GetOccurrencesAsync("zoned")).Should().HaveCount(2, "when the next one would start is not known");
            if (!configured)
                await host.Tournaments.ChangeAsync(Cup("zoned", Berlin), "op", "corrected");
        }

        await using PublicHost again = await StartAsync(cups: configured ? [Cup("zoned", Berlin)] : [], hours: 3);
        (await again.HealthAsync()).Description.Should().NotContain("Tournament");
        (await again.Tournaments.GetAsync("zoned")).StartsAt.Should().BeAfter(Noon.AddHours(3));
    }

    [Theory]
    [InlineData("Europe/Berlin", "US/Forgotten", true)]
    [InlineData("Best", "Fastest", false)]
    public async Task A_tournament_that_cannot_be_read_can_be_removed(string known, string unknown, bool hasOccurrences)
    {
        await AddAllAsync();
        await PoisonAsync(known, unknown);

        await using (PublicHost host = await StartAsync())
        {
            (await host.HealthAsync()).Description.Should().Contain("Tournament 'zoned");
            (await host.Tournaments.ListAsync()).Any(one => one.TournamentId == "zoned").Should().Be(hasOccurrences);
            foreach (TournamentInfo running in (await host.Tournaments.ListAsync()).Where(one => one.TournamentId == "zoned"))
                await host.Tournaments.CancelAsync(running.Id, "op", "gone");
            await host.Tournaments.RemoveAsync("zoned", "op", "gone");
            await host.Invoking(it => it.Tournaments.GetAsync("zoned").AsTask()).Should().ThrowAsync<TournamentNotFoundException>();
        }

        if (!hasOccurrences)
            return;
        await using PublicHost again = await StartAsync();
        (await again.HealthAsync()).Description.Should().NotContain("Tournament 'zoned");
    }

    [Fact]
    public async Task A_target_that_cannot_be_read_is_named_and_can_be_corrected_or_removed()
    {
        await AddAllAsync();
        await PoisonAsync("Europe/Berlin", "US/Forgotten");

        await using (PublicHost host = await StartAsync())
        {
            (await host.HealthAsync()).Description.Should().Contain("Target 'zoned'").And.Contain("Target 'other'").And.NotContain("Target 'fine'");
            await host.PostAsync("ann", "1", 5, Noon);
            (await host.Targets.GetProgressAsync("ann")).Should().ContainSingle().Which.IsDone.Should().BeTrue();
            await host.Invoking(it => it.Targets.AddAsync(Target("zoned")).AsTask()).Should().ThrowAsync<TargetDefinitionException>()
                .WithMessage("*cannot be read*");
            (await host.Targets.RemoveAsync("other")).Should().BeTrue();
            await host.Targets.ChangeAsync(Target("zoned"));
            await host.PostAsync("ann", "2", 6, Noon);
            (await host.Targets.GetProgressAsync("ann")).Should().HaveCount(2).And.OnlyContain(progress => progress.IsDone);
        }

        await using PublicHost again = await StartAsync();
        (await again.HealthAsync()).Description.Should().NotContain("Target");
    }

    [Fact]
    public async Task Zones_are_kept_by_their_IANA_ids()
    {
        // A system that knows Windows ids, as this one where it has ICU, must not hand them on to one that does not.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("W. Europe Standard Time", out TimeZoneInfo? windows))
            return;
        await using PublicHost host = await StartAsync();
        await host.Boards.AddAsync(new LeaderboardDefinition { Id = "w", Window = LeaderboardWindow.Daily, TimeZone = windows });
        await host.Tournaments.CreateAsync(Cup("w", windows));
        await host.Targets.AddAsync(Target("w", windows));
        (await _boards.StartAsync(default)).Boards.Should().Contain(board => board.LeaderboardId == "w" && board.Definition.Contains("Europe/Berlin"));
        TournamentStoreState tournaments = await _tournaments.StartAsync(default);
        tournaments.Tournaments.Single(tournament => tournament.Id == "w").Document.Should().Contain("Europe/Berlin");
        tournaments.Occurrences.Where(occurrence => occurrence.TournamentId == "w").Should()
            .NotBeEmpty().And.OnlyContain(occurrence => occurrence.Document.Contains("Europe/Berlin"));
        (await _targets.StartAsync(default)).Targets.Single().Definition.Should().Contain("Europe/Berlin");
    }

    private static LeaderboardDefinition Board(string id) => new() { Id = id, Window = LeaderboardWindow.Daily, TimeZone = Berlin };

    private static TournamentDefinition Cup(string id, TimeZoneInfo zone) =>
        new() { Id = id, Cron = "0 * * * *", TimeZone = zone, Duration = TimeSpan.FromMinutes(40), Grace = TimeSpan.Zero };

    private static TargetDefinition Target(string id, TimeZoneInfo? zone = null) => new()
    {
        Id = id,
        Goal = TargetGoal.ScoreAtLeast(5),
        Period = TargetPeriod.Daily,
        TimeZone = zone ?? Berlin,
        Reward = new Reward("coins", 1),
    };

    private async Task AddAllAsync()
    {
        await using PublicHost host = await StartAsync();
        await host.Boards.AddAsync(Board("zoned"));
        await host.Tournaments.CreateAsync(Cup("zoned", Berlin));
        await host.Targets.AddAsync(Target("zoned"));
        await host.Targets.AddAsync(Target("other"));
    }

    // What an update of the system makes of what is kept.
    private async Task PoisonAsync(string known, string unknown)
    {
        foreach (StoredBoard board in (await _boards.StartAsync(default)).Boards.Where(board => board.LeaderboardId == "zoned"))
            await _boards.SaveBoardAsync(board with { Definition = board.Definition.Replace(known, unknown, StringComparison.Ordinal) }, [], default);
        TournamentStoreState tournaments = await _tournaments.StartAsync(default);
        foreach (StoredTournament tournament in tournaments.Tournaments.Where(tournament => tournament.Id == "zoned"))
        {
            var poisoned = tournament with { Document = tournament.Document.Replace(known, unknown, StringComparison.Ordinal) };
            await _tournaments.SaveAsync(new TournamentWrite { Tournament = poisoned }, default);
        }

        StoredOccurrence[] occurrences =
        [
            .. tournaments.Occurrences.Where(occurrence => occurrence.TournamentId == "zoned")
                .Select(occurrence => occurrence with { Document = occurrence.Document.Replace(known, unknown, StringComparison.Ordinal) }),
        ];
        await _tournaments.SaveAsync(new TournamentWrite { Occurrences = occurrences }, default);
        foreach (StoredTarget target in (await _targets.StartAsync(default)).Targets)
            await _targets.SaveTargetAsync(target with { Definition = target.Definition.Replace(known, unknown, StringComparison.Ordinal) }, default);
    }

    private Task<PublicHost> StartAsync(IReadOnlyList<LeaderboardDefinition>? boards = null, IReadOnlyList<TournamentDefinition>? cups = null,
        int hours = 0) => PublicHost.StartAsync(
        Noon.AddHours(hours).AddMinutes(1),
        scores =>
        {
            scores.Services.AddSingleton<ILeaderboardStore>(_boards).AddSingleton<ITournamentStore>(_tournaments).AddSingleton<ITargetStore>(_targets)
                .AddSingleton<IRewardStore>(_rewards);
            scores.AddLeaderboards(options =>
                {
                    options.Add(new LeaderboardDefinition { Id = "fine" });
                    foreach (LeaderboardDefinition board in boards ?? [])
                        options.Add(board);
                })
                .AddTournaments(options =>
                {
                    options.Add(new TournamentDefinition { Id = "fine", StartsAt = Noon, Duration = TimeSpan.FromDays(1) });
                    foreach (TournamentDefinition cup in cups ?? [])
                        options.Add(cup);
                })
                .AddTargets(options => options.Add(new TargetDefinition { Id = "fine", Goal = TargetGoal.ScoreAtLeast(5), Reward = new Reward("coins", 1) }));
        });
}
