using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Events of plays, with what rules look at.</summary>
internal static class Plays
{
    /// <summary>An event at so many seconds after noon.</summary>
    public static Event Event(
        GameState state, int second, double score = 0, double? duration = null, string user = "ann", string play = "p", string session = "s", string? country = null)
    {
        Event made = At(Noon.AddSeconds(second), user, score, state, play, country: country);
        return new Event(made.Score with { SessionId = session, Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null }, made.ReceivedAt);
    }

    /// <summary>What one set of rules says of events of one play, without anything around them: the breaches as texts.</summary>
    public static string Judge(PlausibilityRules rules, params Event[] events)
    {
        string[] said = [.. new[] { events, [.. events.Reverse()], [.. events, .. events] }.Select(order =>
        {
            var facts = new PlayFacts();
            foreach (Event e in order)
                // As from a store.
                (facts = PlayFacts.Read(facts.Write())).Fold(Context(e));
            PlausibilityVerdict verdict = new RuleJudge(rules).Judge(facts.ToEvidence(new PlayId("ann", "NyM_JGWcx", "p"), 1, true, []));
            verdict.Outcome.Should().Be(verdict.Breaches.Count == 0 ? PlausibilityOutcome.Accept : rules.Outcome);
            return BreachText.Show(BreachText.Write(verdict.Breaches));
        }).Distinct()];
        return said.Should().ContainSingle("order and repetition must not matter").Subject;
    }

    public static ScoreContext Context(Event e) => new(e.Score, e.Score.SubId, e.ReceivedAt, EmptyServices.Instance) { EventId = e.Id };

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
