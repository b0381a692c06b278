using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>What is known of plays that break nothing is kept beside the other writes of their events.</summary>
public sealed class PendingEvidenceTests
{
    private static readonly DossierKey Key = new(DossierKind.Play, "NyM_JGWcx", "p", "ann");
    private readonly MemoryPlausibilityStore _store = new();

    [Fact]
    public async Task It_is_judged_at_once_and_kept_with_what_its_events_change()
    {
        var judge = await JudgeAsync();

        var evidence = await judge.JudgeAsync([Context(Event(Over, 600, 9, 600))], default);

        (await VersionAsync()).Should().Be(0);
        await evidence!.KeepAsync(Task.CompletedTask, default);
        (await VersionAsync()).Should().Be(1);
        (await judge.JudgeAsync([Context(Event(Over, 600, 9, 600))], default)).Should().BeNull("a repeat adds nothing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_batches_that_contradict_each_other_are_judged_together(bool reversed)
    {
        var judge = await JudgeAsync();
        IPendingEvidence[] both =
        [
            (await judge.JudgeAsync([Context(Event(Over, 600, 9, 600))], default))!,
            (await judge.JudgeAsync([Context(Event(Over, 600, 9, 1))], default))!,
        ];
        (await JudgedAsync()).Should().BeEmpty();

        foreach (var evidence in reversed ? both.Reverse() : both)
            await evidence.KeepAsync(Task.CompletedTask, default);

        (await JudgedAsync()).Should().ContainSingle().Which.Status.Should().Be(JudgedPlayStatus.Quarantined);
    }

    [Fact]
    public async Task A_contradiction_is_kept_before_anything_counts_the_play()
    {
        var judge = await JudgeAsync();

        (await judge.JudgeAsync([Context(Event(Over, 600, 9, 600)), Context(Event(Over, 600, 9, 1))], default)).Should().BeNull();

        (await JudgedAsync()).Should().ContainSingle().Which.Status.Should().Be(JudgedPlayStatus.Quarantined);
    }

    [Fact]
    public async Task With_a_rule_for_the_game_everything_is_kept_before_the_play_counts()
    {
        var judge = await JudgeAsync(new PlausibilityRules { Games = ["NyM_JGWcx"], MaxScore = 100 });

        (await judge.JudgeAsync([Context(Event(Over, 600, 9, 600))], default)).Should().BeNull();

        (await VersionAsync()).Should().Be(1);
    }

    [Fact]
    public async Task What_was_kept_before_there_was_a_rule_is_known_with_it()
    {
        var evidence = await (await JudgeAsync()).JudgeAsync([Context(Event(Over, 600, 9, 600))], default);
        await evidence!.KeepAsync(Task.CompletedTask, default);
        var judge = await JudgeAsync(new PlausibilityRules { MaxScore = 100 });

        await judge.JudgeAsync([Context(Event(Over, 601, 9, 1))], default);

        (await JudgedAsync()).Should().ContainSingle().Which.Evidence.Should().Contain("DurationContradiction");
    }

    private async Task<PlayJudge> JudgeAsync(params PlausibilityRules[] rules)
    {
        var judge = new PlayJudge(
            new Jury(rules, []), _store, new QuarantinedPlays(), [], new PlausibilityMetrics(null), new FakeTimeProvider(Events.Noon),
            NullLogger<PlayJudge>.Instance);
        await judge.LoadAsync(default);
        await judge.TellAsync(default);
        return judge;
    }

    private async Task<long> VersionAsync() => (await _store.ReadAsync([Key], default))[0].Version;

    private async Task<IReadOnlyList<JudgedPlay>> JudgedAsync() => await _store.ListAsync(JudgedPlayList.Open, null, 10, default);
}
