using System.Collections.Frozen;

namespace Gamezop.Scores.Competitions;

/// <summary>Everybody who judges, by game: the rule that is always on, the rules that are set, and classes of the publisher's.</summary>
internal sealed class Jury
{
    private static readonly ContradictionRule Always = new();

    private readonly RuleJudge[] _everywhere;
    private readonly FrozenDictionary<string, RuleJudge[]> _games;
    private readonly IScorePlausibility[] _others;

    public Jury(IReadOnlyList<PlausibilityRules> rules, IEnumerable<IScorePlausibility> others)
    {
        RuleJudge[] judges = [.. rules.Select(rule => new RuleJudge(rule)).Where(judge => judge.IsAny)];
        _everywhere = [.. judges.Where(judge => judge.IsForAll)];
        _games = rules.SelectMany(rule => rule.Games).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(game => game, game => judges.Where(judge => judge.Matches(game)).ToArray(), StringComparer.Ordinal);
        _others = [.. others];
    }

    /// <summary>Whether the rule that is always on is the only one: then little has to be known of a play.</summary>
    public bool IsPlain(string gameCode) => _others.Length == 0 && Of(gameCode).Length == 0;

    /// <summary>Whether it matters who else has a play's id.</summary>
    public bool NeedsUsers(string gameCode) => _others.Length > 0 || Of(gameCode).Any(judge => judge.NeedsUsers);

    /// <summary>Whether it matters from which countries a session's events are.</summary>
    public bool NeedsCountries(string gameCode) => _others.Length > 0 || Of(gameCode).Any(judge => judge.NeedsCountries);

    public PlausibilityVerdict Judge(PlayEvidence evidence)
    {
        PlausibilityOutcome strictest = PlausibilityOutcome.Accept;
        var breaches = new List<PlausibilityBreach>();
        foreach (IScorePlausibility judge in Of(evidence.Play.GameCode).Concat(_others).Prepend(Always))
        {
            PlausibilityVerdict verdict = judge.Judge(evidence);
            strictest = verdict.Outcome > strictest ? verdict.Outcome : strictest;
            if (verdict.Outcome > PlausibilityOutcome.Accept)
                breaches.AddRange(verdict.Breaches);
        }

        return strictest == PlausibilityOutcome.Accept ? PlausibilityVerdict.Accept : new PlausibilityVerdict(strictest, breaches.Distinct().ToList());
    }

    private RuleJudge[] Of(string gameCode) => _games.GetValueOrDefault(gameCode, _everywhere);
}
