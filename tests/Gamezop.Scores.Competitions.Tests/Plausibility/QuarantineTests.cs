using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Tournaments;
using Microsoft.Extensions.DependencyInjection;
using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>From an event to a board, a tournament and the operators' list, and back.</summary>
public sealed class QuarantineTests
{
    private static readonly PlausibilityRules AtMost100 = new() { MaxScore = 100 };

    [Fact]
    public async Task An_implausible_play_is_on_no_board_and_operators_see_why()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 90, user: "ann"), Event(Over, 2, 5000, user: "bob"), Event(Over, 3, 7, user: "bob", play: "q"));
        (await ShowAsync(world)).Should().Be("ann=90 bob=7 | 1:ann=90 2:bob=7");
        QuarantinedEvent entry = (await world.QuarantinedAsync()).Should().ContainSingle().Subject;
        (entry.Reason, entry.Evidence, entry.Event.UserId).Should().Be(("implausible", "MaxScore: 5000, allowed: at most 100", "bob"));
        ScoreEvent.Parse(entry.Event.Body.Span).Should().Be(Event(Over, 2, 5000, user: "bob").Score);
    }

    [Fact]
    public async Task What_was_on_a_board_leaves_it_when_a_later_event_shows_what_it_is()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 90));
        (await ShowAsync(world)).Should().Be("ann=90 | 1:ann=90");
        await world.HandleAsync(Event(Playing, 0, 101));
        (await ShowAsync(world)).Should().Be(" | ");
    }

    [Fact]
    public async Task A_play_that_turns_out_to_be_plausible_counts_again()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { MinDuration = TimeSpan.FromSeconds(10) });
        await world.HandleAsync(Event(Over, 9, 90, 3));
        (await ShowAsync(world)).Should().Be(" | ");
        await world.HandleAsync(Event(Over, 12, 80, 12));
        (await ShowAsync(world)).Should().Be("ann=90 | 1:ann=90");
        (await world.QuarantinedAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, "ann=5000 | 1:ann=5000")]
    [InlineData(false, " | ")]
    public async Task What_an_operator_decides_holds_whatever_comes(bool release, string expected)
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 5000));
        QuarantinedEvent entry = (await world.QuarantinedAsync())[0];
        (await world.DecideAsync(entry, release)).Should().BeTrue();
        (await ShowAsync(world)).Should().Be(expected);
        (await world.DecideAsync(entry, !release)).Should().BeFalse("it is decided");
        await world.HandleAsync(Event(Playing, 0, 4000), Event(Over, 1, 5000));
        await world.RestartAsync();
        (await ShowAsync(world)).Should().Be(expected);
        (await world.QuarantinedAsync()).Should().BeEmpty();
        (await world.Stores.Rankings.ReadActionsAsync(10, default)).Should().ContainSingle(
            action => action.Kind == (release ? "release-play" : "reject-play") && action.Subject == "ann" && action.Reason == "NyM_JGWcx/p" && action.At == world.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_marked_play_counts_until_an_operator_rejects_it()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { MaxScore = 100, Outcome = PlausibilityOutcome.Mark });
        await world.HandleAsync(Event(Over, 1, 5000), Event(Over, 1, 6000, user: "bob"));
        (await ShowAsync(world)).Should().Be("bob=6000 ann=5000 | 1:bob=6000 2:ann=5000");
        IReadOnlyList<QuarantinedEvent> shown = await world.QuarantinedAsync();
        shown.Select(entry => entry.Reason).Should().Equal("marked", "marked");
        await world.DecideAsync(shown[0], release: true);
        await world.DecideAsync(shown[1], release: false);
        (await ShowAsync(world)).Should().Be("ann=5000 | 1:ann=5000");
    }

    [Fact]
    public async Task A_play_id_on_two_users_is_the_play_of_the_one_with_the_earliest_event()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { OneUserPerPlay = true });
        await world.HandleAsync(Event(Over, 1, 5, user: "ann"), Event(Over, 1, 3, user: "ann", play: "q"));
        await world.HandleAsync(Event(Start, 2, user: "bob"), Event(Over, 9, 8, user: "bob"), Event(Over, 5, 7, user: "cid"));
        (await ShowAsync(world)).Should().Be("ann=5 | 1:ann=5");
        (await world.QuarantinedAsync()).Select(entry => (entry.Event.UserId, entry.Evidence)).Should().BeEquivalentTo(
            new[] { ("bob", "OneUserPerPlay: the id of another user's play, allowed: 1 user"), ("cid", "OneUserPerPlay: the id of another user's play, allowed: 1 user") });
    }

    [Fact]
    public async Task A_play_changes_hands_when_an_earlier_event_of_another_user_becomes_known()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { OneUserPerPlay = true });
        await world.HandleAsync(Event(Over, 5, 5, user: "ann"));
        await world.HandleAsync(Event(Over, 9, 9, user: "bob"));
        (await ShowAsync(world)).Should().Be("ann=5 | 1:ann=5");
        await world.HandleAsync(Event(Playing, 4, 1, user: "bob"));
        (await ShowAsync(world)).Should().Be("bob=9 | 1:bob=9");
        await world.RestartAsync();
        await world.HandleAsync(Event(Start, 3, user: "ann"));
        (await ShowAsync(world)).Should().Be("ann=5 | 1:ann=5");
        await world.Users.EraseAsync("ann", "test", "asked for");
        await world.HandleAsync(Event(Over, 9, 9, user: "bob"));
        (await ShowAsync(world)).Should().Be("bob=9 | 1:bob=9", "it is nobody else's any more");
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(86_400, false)]
    public async Task A_backdated_event_does_not_take_a_play_over(int secondsBack, bool isReversed)
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { OneUserPerPlay = true });
        var own = new[] { Event(Start, 10), Event(Over, 20, 5) };
        // Sent afterwards, by who has seen the play's id.
        var taken = new[] { Event(Start, 10 - secondsBack, user: "bob"), Event(Over, 30, 9, user: "bob") }
            .Select(e => new Event(e.Score, Events.Noon.AddSeconds(40))).ToArray();
        await world.HandleAsync(isReversed ? taken : own);
        await world.HandleAsync(isReversed ? own : taken);
        (await ShowAsync(world)).Should().Be("ann=5 | 1:ann=5");
        (await world.QuarantinedAsync()).Select(entry => entry.Event.UserId).Should().Equal("bob");
    }

    [Theory]
    [InlineData(17)]
    [InlineData(40)]
    public async Task However_many_users_share_a_play_id_their_batches_decide_nothing(int others)
    {
        // The one who was first until then is behind all the others.
        var last = Event(Over, others + 1, 1, user: "last");
        Event[] earlier = [.. Enumerable.Range(0, others).Select(i => Event(Over, i, 2, user: $"u{i:D2}"))];
        foreach (var size in new[] { 1, 5, 16, others, others + 1 })
        {
            TournamentWorld world = await StartAsync(new PlausibilityRules { OneUserPerPlay = true });
            if (size <= others)
                await world.HandleAsync(last);
            else
                earlier = [last, .. earlier];
            foreach (var batch in earlier.Chunk(size))
                await world.HandleAsync(batch.Reverse());
            (await ShowAsync(world)).Should().Be("u00=2 | 1:u00=2", "in batches of {0}", size);
            (await world.QuarantinedAsync()).Should().HaveCount(others);
        }
    }

    [Fact]
    public async Task Another_country_in_a_session_concerns_all_of_its_plays()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { OneCountryPerSession = true });
        await world.HandleAsync(Event(Over, 1, 5, play: "a", country: "in"), Event(Over, 2, 6, play: "b"), Event(Over, 3, 1, play: "c", session: "t", country: "DE"));
        (await ShowAsync(world)).Should().Be("ann=6 | 1:ann=6");
        await world.HandleAsync(Event(Loaded, 4, play: "d", country: "DE"));
        (await ShowAsync(world)).Should().Be("ann=1 | 1:ann=1");
        await world.HandleAsync(Event(Over, 5, 9, play: "e", country: "DE"));
        (await ShowAsync(world)).Should().Be("ann=1 | 1:ann=1");
        (await world.QuarantinedAsync()).Select(entry => entry.Evidence).Should().Equal(Enumerable.Repeat("OneCountryPerSession: DE, IN, allowed: 1 country", 3));
    }

    [Fact]
    public async Task A_quarantined_play_keeps_its_attempt()
    {
        TournamentWorld world = await StartAsync(new TournamentDefinition { Id = "cup", StartsAt = Events.Noon, Duration = TimeSpan.FromHours(1), MaxAttempts = 1 }, AtMost100);
        await world.HandleAsync(Event(Over, 1, 5000, play: "a"), Event(Over, 2, 50, play: "b"));
        (await world.ShowAsync("cup")).Should().BeEmpty();
        await world.DecideAsync((await world.QuarantinedAsync())[0], release: true);
        (await world.ShowAsync("cup")).Should().Be("1:ann=5000");
    }

    [Fact]
    public async Task What_is_closed_does_not_change()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 5000), Event(Over, 2, 7, user: "bob"));
        await world.RunAsync(Events.Noon.AddDays(2));
        await world.DecideAsync((await world.QuarantinedAsync())[0], release: true);
        (await ShowAsync(world)).Should().Be("bob=7 | 1:bob=7");
    }

    [Fact]
    public async Task A_class_of_the_publishers_judges_beside_the_rules_and_the_strictest_holds()
    {
        TournamentWorld world = await StartAsync(new PlausibilityRules { MaxScore = 100, Outcome = PlausibilityOutcome.Mark });
        world.Jury = new Jury([new PlausibilityRules { MaxScore = 100, Outcome = PlausibilityOutcome.Mark }], [new NoOddScores()]);
        await world.RestartAsync();
        await world.HandleAsync(Event(Over, 1, 101), Event(Over, 1, 102, user: "bob"), Event(Over, 1, 2, user: "cid"));
        (await ShowAsync(world)).Should().Be("bob=102 cid=2 | 1:bob=102 2:cid=2");
        (await world.QuarantinedAsync()).Select(entry => (entry.Event.UserId, entry.Reason, entry.Evidence)).Should().Equal(
            ("ann", "implausible", "MaxScore: 101, allowed: at most 100; Odd: 101, allowed: even"), ("bob", "marked", "MaxScore: 102, allowed: at most 100"));
    }

    [Fact]
    public async Task A_release_on_a_board_by_country_counts_after_a_restart_too()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        world.BoardDefinitions = [new LeaderboardDefinition { Id = "countries", PartitionBy = LeaderboardPartition.Country }];
        await world.RestartAsync();
        await world.HandleAsync(Event(Over, 1, 5000, country: "DE"));
        await world.RestartAsync();
        await world.DecideAsync((await world.QuarantinedAsync())[0], release: true);
        (await world.Boards.GetPageAsync(new LeaderboardQuery("countries", Partition: "DE"))).Entries.Select(entry => entry.Score).Should().Equal(5000);
    }

    [Fact]
    public async Task Erasing_a_user_leaves_nothing_and_the_export_has_the_verdicts()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 5000), Event(Over, 1, 6000, user: "bob"));
        using var export = new MemoryStream();
        await world.Users.ExportAsync("ann", export);
        JsonElement verdict = JsonDocument.Parse(export.ToArray()).RootElement.GetProperty("plausibility").EnumerateArray().Should().ContainSingle().Subject;
        verdict.GetProperty("status").GetString().Should().Be("quarantined");
        verdict.GetProperty("evidence")[0].GetProperty("seen").GetString().Should().Be("5000");
        ScoreEvent.Parse(Encoding.UTF8.GetBytes(verdict.GetProperty("event").GetRawText())).Should().Be(Event(Over, 1, 5000).Score);
        await world.Users.EraseAsync("ann", "test", "asked for");
        (await world.QuarantinedAsync()).Select(entry => entry.Event.UserId).Should().Equal("bob");
        (await world.Stores.Plausibility.ReadUserAsync("ann", default)).Should().BeEmpty();
        (await world.Stores.Plausibility.ReadAsync([new DossierKey(DossierKind.Play, "NyM_JGWcx", "p", "ann")], default))[0].Version.Should().Be(0);
        // The same play id of a new life.
        world.Time.Advance(TimeSpan.FromHours(1));
        Event again = Event(Over, 4000, 50);
        await world.HandleAsync(again);
        (await world.Boards.GetPageAsync("b")).Entries.Select(entry => entry.Score).Should().Equal(50);
    }

    [Fact]
    public async Task What_turns_out_while_a_board_is_rebuilt_is_in_the_new_revision()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        await world.HandleAsync(Event(Over, 1, 90), Event(Over, 2, 50, play: "q"), Event(Over, 3, 5, user: "bob"), Event(Over, 4, 6, user: "bob", play: "q"));
        bool isFirst = true;
        await world.Rebuild.RunAsync("b", "test", "to see", new During(() =>
        {
            // The first batch is in the new revision already.
            if (isFirst)
                world.HandleAsync(Event(Playing, 1, 500)).GetAwaiter().GetResult();
            isFirst = false;
        }));
        (await ShowAsync(world)).Should().Be("ann=50 bob=6 | 1:ann=50 2:bob=6");
    }

    [Fact]
    public async Task When_its_dossier_is_gone_an_event_that_is_released_late_does_not_clear_a_play()
    {
        TournamentWorld world = await StartAsync(AtMost100);
        world.BoardDefinitions = [new LeaderboardDefinition { Id = "ever" }];
        await world.RestartAsync();
        Event late = Event(Playing, 1, 50);
        await world.HandleAsync(Event(Over, 2, 5000), Event(Over, 3, 7, play: "q"));
        QuarantinedEvent shown = (await world.QuarantinedAsync()).Single();
        world.Time.SetUtcNow(Events.Noon.AddDays(60));
        (await world.Stores.Plausibility.PruneAsync(world.Time.GetUtcNow() - PlayJudge.JudgedFor, 500, default)).Should().Be(2);
        // A dead letter of then: it had arrived in time.
        await world.HandleAsync(late);
        (await world.QuarantinedAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(shown);
        (await world.Boards.GetPageAsync("ever")).Entries.Select(entry => entry.Score).Should().Equal(7);
        await world.DecideAsync(shown, release: true);
        (await world.Boards.GetPageAsync("ever")).Entries.Select(entry => entry.Score).Should().Equal(5000);
    }

    [Fact]
    public async Task A_decision_that_is_kept_is_carried_out_and_recorded_whoever_gives_up_waiting()
    {
        var stores = TournamentStores.InMemory();
        using var gone = new CancellationTokenSource();
        TournamentWorld world = await StartAsync(AtMost100, () => stores with { Plausibility = HangingUp.Wrap(stores.Plausibility, gone) });
        await world.HandleAsync(Event(Over, 1, 5000));
        QuarantinedEvent entry = (await world.QuarantinedAsync()).Single();
        (await world.DecideAsync(entry, release: true, gone.Token)).Should().BeTrue();
        gone.IsCancellationRequested.Should().BeTrue();
        (await ShowAsync(world)).Should().Be("ann=5000 | 1:ann=5000");
        (await world.Stores.Rankings.ReadActionsAsync(10, default)).Should().ContainSingle(action => action.Kind == "release-play");
    }

    [Fact]
    public async Task Dossiers_go_when_no_event_can_come_any_more()
    {
        await using CompetitionsHost host = await CompetitionsHost.StartAsync(
            scores => scores.AddPlausibility(rules => rules.Add(AtMost100)), null, waitUntilReady: true, new LeaderboardDefinition { Id = "b" });
        await Deadline.UntilAsync(() => host.Services.GetRequiredService<PlayJudge>().Ready.IsCompletedSuccessfully);
        await host.PostAsync("ann", 50);
        IPlausibilityStore store = host.Services.GetRequiredService<IPlausibilityStore>();
        var key = new DossierKey(DossierKind.Play, "NyM_JGWcx", $"ann-{Events.Noon.ToUnixTimeMilliseconds()}-50", "ann");
        (await store.ReadAsync([key], default))[0].Version.Should().Be(1);
        // Repeatedly: each turn of the service waits for a minute of the clock.
        for (int i = 0; (await store.ReadAsync([key], default))[0].Version > 0; i++)
        {
            host.Time.Advance(i == 0 ? TimeSpan.FromDays(32) : TimeSpan.FromMinutes(1));
            await Task.Delay(20);
        }

        (await host.Boards.GetPageAsync("b")).Entries.Should().ContainSingle();
    }

    internal static async Task<string> ShowAsync(TournamentWorld world) =>
        string.Join(' ', (await world.Boards.GetPageAsync(new LeaderboardQuery("b", "2026-11-23"), 0, 1000)).Entries.Select(entry => FormattableString.Invariant($"{entry.UserId}={entry.Score}")))
        + " | " + await world.ShowAsync("cup");

    internal static Task<TournamentWorld> StartAsync(PlausibilityRules rules, Func<TournamentStores>? open = null) =>
        StartAsync(new TournamentDefinition { Id = "cup", StartsAt = Events.Noon, Duration = TimeSpan.FromHours(1) }, rules, open);

    internal static async Task<TournamentWorld> StartAsync(TournamentDefinition cup, PlausibilityRules rules, Func<TournamentStores>? open = null)
    {
        var stores = TournamentStores.InMemory();
        TournamentWorld world = await TournamentWorld.StartAsync(open ?? (() => stores), Events.Noon, cup);
        world.BoardDefinitions = [new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily }];
        world.Jury = new Jury([rules], []);
        await world.RestartAsync();
        return world;
    }

    private sealed class During(Action work) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => work();
    }

    private sealed class NoOddScores : IScorePlausibility
    {
        public PlausibilityVerdict Judge(PlayEvidence evidence) => evidence.TopFinal % 2 == 1
            ? new PlausibilityVerdict(PlausibilityOutcome.Quarantine, new PlausibilityBreach("Odd", $"{evidence.TopFinal}", "even"))
            : PlausibilityVerdict.Accept;
    }
}
