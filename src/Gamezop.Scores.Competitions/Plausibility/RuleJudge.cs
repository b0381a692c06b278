using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>The built-in rules.</summary>
internal sealed class RuleJudge(PlausibilityRules rules) : IScorePlausibility
{
    private readonly HashSet<string> _games = new(rules.Games, StringComparer.Ordinal);

    /// <summary>Whether any rule is set.</summary>
    public bool IsAny =>
        rules.MaxScorePerSecond is not null || rules.MaxScore is not null || rules.MinScore is not null || rules.MinDuration is not null || rules.MaxDuration is not null
        || rules.ClockTolerance is not null || rules.StateOrder || rules.OneUserPerPlay || rules.OneCountryPerSession;

    public bool IsForAll => _games.Count == 0;

    public bool NeedsUsers => rules.OneUserPerPlay;

    public bool NeedsCountries => rules.OneCountryPerSession;

    public bool Matches(string gameCode) => _games.Count == 0 || _games.Contains(gameCode);

    public PlausibilityVerdict Judge(PlayEvidence evidence)
    {
        if (!Matches(evidence.Play.GameCode))
            return PlausibilityVerdict.Accept;
        PlausibilityBreach[] breaches = [.. ByScore(evidence), .. ByTime(evidence), .. ByOrder(evidence), .. ByOthers(evidence)];
        return breaches.Length == 0 ? PlausibilityVerdict.Accept : new PlausibilityVerdict(rules.Outcome, breaches);
    }

    private IEnumerable<PlausibilityBreach> ByScore(PlayEvidence evidence)
    {
        if (evidence.ScorePerSecond > rules.MaxScorePerSecond)
            yield return new PlausibilityBreach(nameof(rules.MaxScorePerSecond), $"{Of(evidence.ScorePerSecond.Value)} per second", $"at most {Of(rules.MaxScorePerSecond.Value)} per second");
        double? top = evidence.TopFinal > evidence.TopLive ? evidence.TopFinal : evidence.TopLive ?? evidence.TopFinal;
        if (top > rules.MaxScore)
            yield return new PlausibilityBreach(nameof(rules.MaxScore), Of(top.Value), $"at most {Of(rules.MaxScore.Value)}");
        if (evidence.LowestFinal < rules.MinScore)
            yield return new PlausibilityBreach(nameof(rules.MinScore), Of(evidence.LowestFinal.Value), $"at least {Of(rules.MinScore.Value)}");
    }

    private IEnumerable<PlausibilityBreach> ByTime(PlayEvidence evidence)
    {
        if (evidence.FinishedDuration < rules.MinDuration)
            yield return new PlausibilityBreach(nameof(rules.MinDuration), Of(evidence.FinishedDuration.Value), $"at least {Of(rules.MinDuration.Value)}");
        if (evidence.LongestDuration > rules.MaxDuration)
            yield return new PlausibilityBreach(nameof(rules.MaxDuration), Of(evidence.LongestDuration.Value), $"at most {Of(rules.MaxDuration.Value)}");
        if (evidence.StartedAt - evidence.EarliestStart is { } ahead && ahead > rules.ClockTolerance)
            yield return new PlausibilityBreach(nameof(rules.ClockTolerance), $"durations {Of(ahead)} ahead of the clock", $"at most {Of(rules.ClockTolerance.Value)}");
    }

    private IEnumerable<PlausibilityBreach> ByOrder(PlayEvidence evidence)
    {
        if (!rules.StateOrder)
            yield break;
        TimeSpan tolerance = rules.ClockTolerance ?? TimeSpan.Zero;
        if (evidence.Start?.First - First(evidence.Playing, evidence.LevelUp, evidence.Over) is { } before && before > tolerance)
            yield return Order($"an event {Of(before)} before the start");
        if (Last(evidence.Start, evidence.Playing, evidence.LevelUp) - evidence.Over?.First is { } after && after > tolerance)
            yield return Order($"an event {Of(after)} after the end");
        if (evidence.StartScore > 0)
            yield return Order($"a start with a score of {Of(evidence.StartScore.Value)}");
        if (evidence.StartDuration > TimeSpan.Zero)
            yield return Order($"a start with a duration of {Of(evidence.StartDuration.Value)}");
    }

    private IEnumerable<PlausibilityBreach> ByOthers(PlayEvidence evidence)
    {
        if (rules.OneUserPerPlay && !evidence.BelongsToUser)
            yield return new PlausibilityBreach(nameof(rules.OneUserPerPlay), "the id of another user's play", "1 user");
        if (rules.OneCountryPerSession && evidence.Sessions.FirstOrDefault(session => session.Countries.Count > 1) is { } session)
            yield return new PlausibilityBreach(nameof(rules.OneCountryPerSession), string.Join(", ", session.Countries), "1 country");
    }

    private static PlausibilityBreach Order(string seen) => new(nameof(rules.StateOrder), seen, "start at 0, then playing and levelup, then over");

    private static DateTimeOffset? First(params ReadOnlySpan<PlayMoments?> moments)
    {
        DateTimeOffset? first = null;
        foreach (PlayMoments? one in moments)
            first = one?.First < first ? one?.First : first ?? one?.First;
        return first;
    }

    private static DateTimeOffset? Last(params ReadOnlySpan<PlayMoments?> moments)
    {
        DateTimeOffset? last = null;
        foreach (PlayMoments? one in moments)
            last = one?.Last > last ? one?.Last : last ?? one?.Last;
        return last;
    }
}
