using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Tournaments;
using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>The rule that is always on: durations of one play that contradict each other.</summary>
public sealed class ContradictionTests
{
    [Fact]
    public void A_duration_that_goes_back_is_a_contradiction()
    {
        ContradictionOf(Event(Start, 0, 0, 0), Event(Playing, 300, 1, 300), Event(Over, 600, 9, 600), Event(Over, 600, 9, 1)).Should().Be(TimeSpan.FromSeconds(599));
        ContradictionOf(Event(Playing, 300, 1, 300), Event(Over, 600, 9, 1)).Should().Be(TimeSpan.FromSeconds(299));
        ContradictionOf(Event(Over, 600, 9, 1), Event(Over, 601, 9, 601)).Should().Be(TimeSpan.FromSeconds(599), "so is one that jumps ahead of the clock");
    }

    [Fact]
    public void Pauses_and_single_durations_contradict_nothing()
    {
        ContradictionOf(Event(Start, 0, 0, 0), Event(Playing, 10, 1, 10), Event(Playing, 400, 2, 12), Event(Over, 900, 9, 300)).Should().BeNull();
        ContradictionOf(Event(Start, 0), Event(Playing, 300, 1), Event(Over, 600, 9, 1)).Should().BeNull("two events do not say how long");
        ContradictionOf(Event(Loaded, 0, 0, 5000), Event(Over, 1, 9, 1)).Should().BeNull("it is loaded before there is a play");
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10.001, true)]
    [InlineData(9.999, false)]
    public void More_than_ten_seconds_break_the_rule(double seconds, bool breaks)
    {
        // At one moment two durations that differ by so much.
        PlausibilityVerdict verdict = Verdict(Event(Playing, 100, 1, 50), Event(Over, 100, 9, 50 + seconds));
        verdict.Outcome.Should().Be(breaks ? PlausibilityOutcome.Quarantine : PlausibilityOutcome.Accept);
    }

    [Fact]
    public void What_is_kept_is_the_same_in_any_order_and_stays_small()
    {
        Gen.Select(Gen.Select(Gen.Int[0, 40_000], Gen.Int[0, 40_000]).Array[0, 200], Gen.Int).Sample((pairs, seed) =>
        {
            Event[] events = [.. pairs.Select(pair => Event(Playing, pair.Item1, 1, pair.Item2))];
            PlayFacts facts = FactsOf(events), shuffled = FactsOf([.. events.OrderBy(e => HashCode.Combine(seed, e.Id)), .. events.Take(5)]);
            shuffled.Write().Should().Equal(facts.Write());
            facts.Starts.Cells.Count.Should().BeLessThanOrEqualTo(32);
            facts.Write().Length.Should().BeLessThan(5_000);
        }, iter: 300);
    }

    [Fact]
    public void Of_many_pauses_none_is_taken_for_a_contradiction()
    {
        // A game whose time stands still between moves: 500 of them, some minutes apart.
        int duration = 0;
        Event[] events = [.. Enumerable.Range(0, 500).Select(move => Event(Playing, move * 97, move, duration += 3))];
        ContradictionOf(events).Should().BeNull();
        ContradictionOf([.. events, Event(Over, 500 * 97, 9, 1)]).Should().BeGreaterThan(TimeSpan.FromMinutes(20));
    }

    /// <summary>As it was tried from outside: a play of ten minutes, and one more event that says a second.</summary>
    [Theory]
    [InlineData(600)]
    [InlineData(599)]
    [InlineData(630)]
    public async Task One_more_event_does_not_make_a_long_play_a_short_one(int second)
    {
        TournamentWorld world = await QuarantineTests.StartAsync(new PlausibilityRules());
        await world.HandleAsync(Event(Start, 0, 0, 0), Event(Over, 600, 9, 600), Event(Over, 500, 5, 500, user: "bob"));
        (await QuarantineTests.ShowAsync(world)).Should().Be("ann=9 bob=5 | 1:ann=9 2:bob=5");
        await world.HandleAsync(Event(Over, second, 9, 1));
        (await QuarantineTests.ShowAsync(world)).Should().Be("bob=5 | 1:bob=5");
        QuarantinedEvent shown = (await world.QuarantinedAsync()).Should().ContainSingle().Subject;
        shown.Evidence.Should().MatchRegex("^DurationContradiction: a duration that other events contradict by .*, allowed: at most 00:00:10$");
        (await world.DecideAsync(shown, release: true)).Should().BeTrue();
        (await QuarantineTests.ShowAsync(world)).Should().Be("ann=9 bob=5 | 1:ann=9 2:bob=5");
    }

    [Fact]
    public void What_is_kept_for_this_rule_alone_is_the_same_in_any_order_and_small()
    {
        Gen.Select(Gen.Select(Gen.Int[0, 40_000], Gen.Int[0, 40_000]).Array[1, 200], Gen.Int).Sample((pairs, seed) =>
        {
            Event[] events = [.. pairs.Select((pair, i) => Event((i % 3) switch { 0 => Start, 1 => Playing, _ => Over }, pair.Item1, i, pair.Item2))];
            var facts = PlainFactsOf(TimeSpan.FromSeconds(7), events);
            var shuffled = PlainFactsOf(TimeSpan.FromSeconds(7), [.. events.OrderBy(e => HashCode.Combine(seed, e.Id)), .. events.Take(5)]);

            PlainFactsCodec.Write(Key, shuffled).Should().Equal(PlainFactsCodec.Write(Key, facts));
            (facts.Starts.Contradiction, facts.LastAt).Should().Be((FactsOf(events).Starts.Contradiction, FactsOf(events).LastAt));
        }, iter: 100);
        PlainFactsCodec.Write(Key, PlainFactsOf(null, Event(Start, 0, 0, 0), Event(Playing, 5, 1, 5), Event(Over, 9, 9, 9)))
            .Length.Should().BeLessThan(200);
    }

    [Fact]
    public void The_event_that_operators_are_shown_is_kept_with_all_that_it_says()
    {
        var made = Event(Over, 600, -1.5, 1.25, country: "IN");
        var scored = made.Score with { LeaderboardId = "board", SubId = "sub of ann" };
        var facts = new PlayFacts();
        facts.FoldPlain(new ScoreContext(scored, "ann", made.ReceivedAt, Context(made).Services) { EventId = made.Id, Source = "app" }, null);

        var shown = PlayFacts.Read(Key, PlainFactsCodec.Write(Key, facts)).Shown!;

        shown.Should().Be(new ShownEvent(made.Id, made.ReceivedAt, "app", scored));
    }

    private static readonly DossierKey Key = new(DossierKind.Play, "NyM_JGWcx", "p", "ann");

    private static PlayFacts PlainFactsOf(TimeSpan? within, params Event[] events)
    {
        var facts = new PlayFacts();
        foreach (var e in events)
        {
            facts.FoldPlain(Context(e), within);
            // As from a store.
            facts = PlayFacts.Read(Key, PlainFactsCodec.Write(Key, facts));
        }

        return facts;
    }

    private static PlayFacts FactsOf(Event[] events)
    {
        var facts = new PlayFacts();
        foreach (Event e in events)
            // As from a store.
            (facts = PlayFacts.Read(facts.Write())).Fold(Context(e));
        return facts;
    }

    private static TimeSpan? ContradictionOf(params Event[] events)
    {
        events = [.. events.Where(e => PlayFacts.Takes(e.Score))];
        TimeSpan? found = FactsOf(events).Starts.Contradiction;
        FactsOf([.. events.Reverse()]).Starts.Contradiction.Should().Be(found);
        PlainFactsOf(null, events).Starts.Contradiction.Should().Be(found, "it needs no more than is kept for it alone");
        return found;
    }

    private static PlausibilityVerdict Verdict(params Event[] events) =>
        new Jury([], []).Judge(FactsOf(events).ToEvidence(new PlayId("ann", "NyM_JGWcx", "p"), 1, true, []));
}
