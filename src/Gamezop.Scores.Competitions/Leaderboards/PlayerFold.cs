using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// From what the store knows of a user and new scores to what it is to know. As a rule the plays that were scored in are enough; all of them are read where the one that
/// decided counts for less than before, and from time to time, to put those that can no longer change together.
/// </summary>
internal sealed class PlayerFold(ScoringRule rule)
{
    /// <summary>From so many plays on those that can no longer change are put together.</summary>
    public const int MostKept = 64;

    // All plays are read for it, so it is done for many of them at once.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(7);

    /// <summary>Folds scores in.</summary>
    /// <param name="player">The user, with the plays that were scored in, or with all.</param>
    /// <param name="isComplete">Whether with all.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="settled">Plays that were last scored in before this can no longer change.</param>
    /// <param name="write">What to keep; null when the scores change nothing.</param>
    /// <param name="saturated">Whether a sum was cut.</param>
    /// <returns>False when all plays are needed.</returns>
    public bool TryFold(
        StoredPlayer player, bool isComplete, List<(PlayKey Play, PlayScore Score, bool Final)> scores, DateTimeOffset settled, out PlayerWrite? write, out bool saturated)
    {
        (write, saturated) = (null, false);
        Dictionary<PlayKey, Play> plays = player.Plays.ToDictionary(row => row.Key, row => PlayCodec.Read(row.Data.Span));
        if (Change(plays, scores) is not { Count: > 0 } changed)
            return true;
        PlayerSummary summary = PlayerSummary.Read(player.Summary.Span);
        bool isDue = summary.Kept >= MostKept && settled - summary.Oldest > Slack;
        PlayKey[] removed = [];
        PlayerEntry? deciding;
        if (isComplete)
            (deciding, summary, removed) = Together(player, summary, plays, changed, settled);
        else if (isDue || !TryAdvance(player, ref summary, plays, changed, out deciding))
            return false;
        write = new PlayerWrite(
            player.Key, player.Version, rule.Entry(deciding, summary.Sum, out saturated), (summary with { DecidingKey = deciding?.Key ?? 0 }).Write(),
            [.. changed.Keys.Select(key => new PlayRow(key, PlayCodec.Write(plays[key])))], removed) { Row = player.Row };
        return true;
    }

    // The plays that the scores change, as they were.
    private Dictionary<PlayKey, Play> Change(Dictionary<PlayKey, Play> plays, List<(PlayKey Play, PlayScore Score, bool Final)> scores)
    {
        var changed = new Dictionary<PlayKey, Play>();
        foreach ((PlayKey key, PlayScore score, bool final) in scores)
        {
            Play old = plays.GetValueOrDefault(key, Play.None);
            Play play = old.Fold(score, final, rule.Ascending);
            if (ReferenceEquals(play, old))
                continue;
            plays[key] = play;
            changed.TryAdd(key, old);
        }

        return changed;
    }

    private bool TryAdvance(
        StoredPlayer player, ref PlayerSummary summary, Dictionary<PlayKey, Play> plays, Dictionary<PlayKey, Play> changed, [NotNullWhen(false)] out PlayerEntry? deciding)
    {
        deciding = Decided(player, summary);
        foreach ((PlayKey key, Play old) in changed)
        {
            Play play = plays[key];
            PlayerEntry? before = rule.EntryOf(key, old), after = rule.EntryOf(key, play);
            // It was this play, and it counts for less: which other one is it now?
            if (rule.CanFallBack && before is not null && before == deciding && (after is null || rule.Compare(after, before) > 0))
                return false;
            deciding = rule.Deciding(deciding, after);
            summary = summary with
            {
                Kept = summary.Kept + (old.IsNone ? 1 : 0),
                Oldest = play.LastAt < summary.Oldest ? play.LastAt : summary.Oldest,
                Sum = summary.Sum + rule.ThousandthsOf(after) - rule.ThousandthsOf(before),
            };
        }

        return true;
    }

    private (PlayerEntry? Deciding, PlayerSummary Summary, PlayKey[] Removed) Together(
        StoredPlayer player, PlayerSummary summary, Dictionary<PlayKey, Play> plays, Dictionary<PlayKey, Play> changed, DateTimeOffset settled)
    {
        PlayerEntry? old = rule.CanFallBack ? summary.BaseDeciding : Decided(player, summary);
        Int128 baseSum = summary.BaseSum;
        PlayKey[] removed = [.. plays.Where(play => play.Value.LastAt < settled && !changed.ContainsKey(play.Key)).Select(play => play.Key)];
        foreach (PlayKey key in removed)
        {
            PlayerEntry? entry = rule.EntryOf(key, plays[key]);
            old = rule.Deciding(old, entry);
            baseSum += rule.ThousandthsOf(entry);
            plays.Remove(key);
        }

        PlayerEntry? deciding = old;
        Int128 sum = baseSum;
        foreach ((PlayKey key, Play play) in plays)
        {
            PlayerEntry? entry = rule.EntryOf(key, play);
            deciding = rule.Deciding(deciding, entry);
            sum += rule.ThousandthsOf(entry);
        }

        return (deciding, new PlayerSummary(plays.Count, plays.Values.Min(play => play.LastAt), sum, 0, baseSum, rule.CanFallBack ? old : null), removed);
    }

    private PlayerEntry? Decided(StoredPlayer player, PlayerSummary summary) => rule.IsTotal && player.Entry is { } entry ? entry with { Key = summary.DecidingKey } : player.Entry;
}
