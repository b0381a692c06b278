using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Verdicts worked out in the plainest way from all events, as the rules are written.</summary>
internal sealed class PlausibilityOracle(IReadOnlyList<PlausibilityRules> rules, IReadOnlyList<Event> events)
{
    // What is dated after its arrival is not handled at all, and what is older than events are kept is no evidence.
    private readonly Event[] _known = [.. events.Where(e => e.Score.Timestamp <= e.ReceivedAt.AddMinutes(5) && e.ReceivedAt <= e.Score.Timestamp.AddDays(30))];

    /// <summary>Every play that is not accepted: its outcome, and the names of the rules that it breaks.</summary>
    public IReadOnlyDictionary<PlayId, (PlausibilityOutcome Outcome, string Rules)> Verdicts() => _known.Where(e => IsPlay(e.Score.State)).GroupBy(IdOf)
        .Select(play => (Play: play.Key, Broken: rules.Where(rule => rule.Games.Count == 0 || rule.Games.Contains(play.Key.GameCode))
            .Select(rule => (rule.Outcome, Names: Broken(rule, [.. play.Select(e => e.Score)]).ToList()))
            .Append((Outcome: PlausibilityOutcome.Quarantine, Names: Contradicts([.. play.Select(e => e.Score)]) ? ["DurationContradiction"] : []))
            .Where(verdict => verdict.Names.Count > 0).ToList()))
        .Where(play => play.Broken.Count > 0)
        .ToDictionary(play => play.Play, play => (play.Broken.Max(verdict => verdict.Outcome), string.Join(' ', play.Broken.SelectMany(verdict => verdict.Names).Distinct().Order(StringComparer.Ordinal))));

    public static PlayId IdOf(Event e) => new(e.Score.SubId, e.Score.GameCode, e.Score.GamePlayId);

    private static bool IsPlay(GameState state) => state is GameState.Start or GameState.Playing or GameState.LevelUp or GameState.Over;

    private IEnumerable<string> Broken(PlausibilityRules rule, List<ScoreEvent> play)
    {
        List<ScoreEvent> scored = play.FindAll(e => e.State != GameState.Start), overs = play.FindAll(e => e.State == GameState.Over), starts = play.FindAll(e => e.State == GameState.Start);
        List<ScoreEvent> timed = play.FindAll(e => e.Duration is not null);
        if (rule.MaxScorePerSecond is { } rate && scored.Exists(e => e.Duration is { } duration && e.Score / Math.Max(1.0, duration.TotalSeconds) > rate))
            yield return "MaxScorePerSecond";
        if (rule.MaxScore is { } most && scored.Exists(e => e.Score > most))
            yield return "MaxScore";
        if (rule.MinScore is { } least && overs.Exists(e => e.Score < least))
            yield return "MinScore";
        if (rule.MinDuration is { } shortest && overs.Exists(e => e.Duration is not null) && overs.TrueForAll(e => e.Duration is null || e.Duration < shortest))
            yield return "MinDuration";
        if (rule.MaxDuration is { } longest && timed.Exists(e => e.Duration > longest))
            yield return "MaxDuration";
        if (rule.ClockTolerance is { } tolerance && timed.Count > 0)
        {
            DateTimeOffset earliest = timed.Min(e => e.Timestamp);
            DateTimeOffset began = timed.FindAll(e => e.Timestamp == earliest).Min(e => e.Timestamp - e.Duration!.Value);
            if (timed.Exists(e => e.Timestamp - e.Duration!.Value < began - tolerance))
                yield return "ClockTolerance";
        }

        if (rule.StateOrder && OutOfOrder(play, scored, overs, starts, rule.ClockTolerance ?? TimeSpan.Zero))
            yield return "StateOrder";
        if (rule.OneUserPerPlay && _known.Where(e => IsPlay(e.Score.State) && e.Score.GameCode == play[0].GameCode && e.Score.GamePlayId == play[0].GamePlayId)
            .OrderBy(e => e.ReceivedAt).ThenBy(e => e.Score.Timestamp).ThenBy(e => e.Id, StringComparer.Ordinal).First().Score.SubId != play[0].SubId)
            yield return "OneUserPerPlay";
        if (rule.OneCountryPerSession && play.Exists(e => _known.Where(other => other.Score.SubId == e.SubId && other.Score.GameCode == e.GameCode && other.Score.SessionId == e.SessionId)
            .Select(other => other.Score.Country?.ToUpperInvariant()).Where(country => country is { Length: 2 }).Distinct().Count() > 1))
            yield return "OneCountryPerSession";
    }

    // Any two of them: one has lasted longer, and began earlier.
    private static bool Contradicts(List<ScoreEvent> play)
    {
        TimeSpan most = TimeSpan.FromSeconds(10);
        return play.Exists(a => play.Exists(b => a.Duration - b.Duration > most && (b.Timestamp - b.Duration) - (a.Timestamp - a.Duration) > most));
    }

    private static bool OutOfOrder(List<ScoreEvent> play, List<ScoreEvent> scored, List<ScoreEvent> overs, List<ScoreEvent> starts, TimeSpan tolerance) =>
        starts.Exists(e => e.Score != 0 || e.Duration > TimeSpan.Zero)
        || (starts.Count > 0 && scored.Exists(e => e.Timestamp < starts.Min(start => start.Timestamp) - tolerance))
        || (overs.Count > 0 && play.Exists(e => e.State != GameState.Over && e.Timestamp > overs.Min(over => over.Timestamp) + tolerance));
}
