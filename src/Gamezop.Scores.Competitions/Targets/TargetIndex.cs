namespace Gamezop.Scores.Competitions;

/// <summary>Finds the targets of an event without asking all of them: by user where they name users, otherwise by game.</summary>
internal sealed class TargetIndex
{
    private readonly Dictionary<string, TargetRule> _rules;
    private readonly ILookup<string, TargetRule> _byUser;
    private readonly ILookup<string, TargetRule> _byGame;
    private readonly TargetRule[] _ofEveryGame;
    private readonly TargetRule[] _ofTime;
    private readonly bool _anyWithin;

    public TargetIndex(IEnumerable<TargetRule> rules)
    {
        _rules = rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        TargetRule[] named = [.. _rules.Values.Where(rule => rule.Definition.Users.Count > 0)];
        TargetRule[] common = [.. _rules.Values.Where(rule => rule.Definition.Users.Count == 0)];
        _byUser = named.SelectMany(rule => rule.Definition.Users.Distinct(StringComparer.Ordinal).Select(user => (user, rule))).ToLookup(pair => pair.user, pair => pair.rule, StringComparer.Ordinal);
        _byGame = common.SelectMany(rule => rule.Definition.Games.Distinct(StringComparer.Ordinal).Select(game => (game, rule))).ToLookup(pair => pair.game, pair => pair.rule, StringComparer.Ordinal);
        _anyWithin = _rules.Values.Any(rule => rule.Definition.Within is not null);
        _ofTime = [.. _rules.Values.Where(rule => rule.Kind == TargetGoalKind.TimePlayed)];
        _ofEveryGame = [.. common.Where(rule => rule.Definition.Games.Count == 0)];
    }

    public IReadOnlyCollection<TargetRule> Rules => _rules.Values;

    public TargetRule? Find(string targetId) => _rules.GetValueOrDefault(targetId);

    /// <summary>The targets that an event counts for.</summary>
    public IEnumerable<TargetRule> Matching(ScoreContext context) =>
        _byUser[context.UserId].Concat(_byGame[context.Event.GameCode]).Concat(_ofEveryGame).Where(rule => rule.Matches(context));

    /// <summary>The targets that an event does not count for, and that it tells how long a play has lasted.</summary>
    public IEnumerable<TargetRule> TellingTime(ScoreContext context) => _ofTime.Where(rule =>
        rule.TellsTime(context) && IsOf(rule, context.UserId) && !rule.Matches(context));

    /// <summary>The shortest time limit of the targets that an event adds to by keeping to it; null for none.</summary>
    public TimeSpan? ShortestWithin(ScoreContext context) => _anyWithin
        ? Matching(context).Where(rule => rule.CanCount(context.Event) && rule.Adds(context.Event)).Min(rule => rule.Definition.Within)
        : null;

    /// <summary>The targets that a user has.</summary>
    public IEnumerable<TargetRule> Of(string userId) => _rules.Values.Where(rule => rule.Definition.Users.Count == 0).Concat(_byUser[userId]);

    private static bool IsOf(TargetRule rule, string userId) =>
        rule.Definition.Users.Count == 0 || rule.Definition.Users.Contains(userId, StringComparer.Ordinal);

    public TargetIndex With(TargetRule rule) => new(_rules.Values.Where(other => other.Id != rule.Id).Append(rule));

    public TargetIndex Without(string targetId) => new(_rules.Values.Where(other => other.Id != targetId));
}
