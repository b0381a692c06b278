using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// From what the store knows of a user and new scores to what it is to know. As a rule the plays that were scored in are enough; all of them
/// are read where the one that
/// decided counts for less than before, and from time to time, to put those that can no longer change together.
/// </summary>
internal sealed class PlayerFold(ScoringRule rule, QuarantinedPlays quarantined)
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
        StoredPlayer player, bool isComplete, List<(PlayKey Play, PlayScore Score, bool Final)> scores, DateTimeOffset settled,
            out PlayerWrite? write, out bool saturated)
    {
        (write, saturated) = (null, false);
        Dictionary<PlayKey, Play> plays = Read(player);
        if (Change(plays, scores) is not { Count: > 0 } changed)
            return true;
        PlayerSummary summary = PlayerSummary.Read(player.Summary.Span);
        bool isDue = summary.IsOld || (summary.Kept >= MostKept && settled - summary.Oldest > Slack);
        PlayKey[] removed = [];
        PlayerEntry? deciding;
        if (isComplete)
            (deciding, summary, removed) = Together(player, summary, plays, changed, settled);
        else if (isDue || !TryAdvance(player, ref summary, plays, changed, out deciding))
            return false;
        write = Write(player, deciding, summary, [.. changed.Keys.Select(key => new PlayRow(key, PlayCodec.Write(plays[key])))], removed, out saturated);
        return true;
    }

    /// <summary>What a user comes to now that other plays are in quarantine than before; null when that is nothing new.</summary>
    /// <param name="player">The user, with all plays.</param>
    /// <param name="settled">Plays that were last scored in before this can no longer change.</param>
    /// <param name="saturated">Whether a sum was cut.</param>
    public PlayerWrite? Recount(StoredPlayer player, DateTimeOffset settled, out bool saturated)
    {
        saturated = false;
        if (player.Version == 0)
            return null;
        Dictionary<PlayKey, Play> plays = Read(player);
        (PlayerEntry? deciding, PlayerSummary summary, PlayKey[] removed) =
            Together(player, PlayerSummary.Read(player.Summary.Span), plays, ImmutableDictionary<PlayKey, Play>.Empty, settled);
        PlayerWrite write = Write(player, deciding, summary, [], removed, out saturated);
        return write.Entry == player.Entry && write.Summary.Span.SequenceEqual(player.Summary.Span) ? null : write;
    }

    /// <summary>What a user comes to without what an operator removes; null when nothing of that is there.</summary>
    /// <param name="player">The user, with all plays.</param>
    /// <param name="window">The window that the user is ranked in.</param>
    /// <param name="removal">What is removed. Where it reaches over the window, the plays that are kept as one value go too: those are older
    /// than any that are kept one by one.</param>
    /// <param name="settled">Plays that were last scored in before this can no longer change.</param>
    /// <param name="isCut">Whether a play may have other events in the window, of which one would decide now: they are not known here.</param>
    public PlayerWrite? Remove(StoredPlayer player, WindowSpan window, ScoreRemoval removal, DateTimeOffset settled, out bool isCut)
    {
        var plays = Read(player);
        PlayKey[] touched = [.. plays.Where(play => removal.Contains(play.Key, play.Value)).Select(play => play.Key)];
        isCut = touched.Length > 0 && !removal.Covers(window);
        var isWhole = removal.Through is not null && removal.Covers(window);
        if (player.Version == 0 || (touched.Length == 0 && !(isWhole && player.Entry is not null)))
            return null;
        var cut = new Dictionary<PlayKey, Play>();
        foreach (var key in touched)
        {
            var left = removal.Without(key, plays[key]);
            if (left.IsUnknown)
                plays.Remove(key);
            else
                (plays[key], cut[key]) = (left, left);
        }

        var known = isWhole ? PlayerSummary.None : PlayerSummary.Read(player.Summary.Span);
        var (deciding, summary, removed) = Together(player, known, plays, cut, settled);
        PlayRow[] rows = [.. cut.Select(play => new PlayRow(play.Key, PlayCodec.Write(play.Value)))];
        return Write(player, deciding, summary, rows, [.. touched.Where(key => !cut.ContainsKey(key)), .. removed], out _);
    }

    private static Dictionary<PlayKey, Play> Read(StoredPlayer player) => player.Plays.ToDictionary(row => row.Key, row => PlayCodec.Read(row.Data.Span));

    private PlayerWrite Write(
        StoredPlayer player, PlayerEntry? deciding, PlayerSummary summary, PlayRow[] changed, PlayKey[] removed, out bool saturated)
    {
        var entry = rule.Entry(deciding, summary.Sum, out saturated);
        var known = summary with { DecidingKey = deciding?.Key ?? 0 };
        return new PlayerWrite(player.Key, player.Version, entry, known.Write(), changed, removed) { Row = player.Row };
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
        StoredPlayer player, ref PlayerSummary summary, Dictionary<PlayKey, Play> plays, Dictionary<PlayKey, Play> changed,
            [NotNullWhen(false)] out PlayerEntry? deciding)
    {
        deciding = Decided(player, summary);
        foreach ((PlayKey key, Play old) in changed)
        {
            // It is kept, and that is all.
            if (IsQuarantined(player, key))
                continue;
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

    // A play in quarantine stays by itself, however old: what is put together cannot be taken apart again, and it may be released.
    private (PlayerEntry? Deciding, PlayerSummary Summary, PlayKey[] Removed) Together(
        StoredPlayer player, PlayerSummary summary, Dictionary<PlayKey, Play> plays, IReadOnlyDictionary<PlayKey, Play> changed, DateTimeOffset settled)
    {
        PlayerEntry? old = summary.IsOld ? OldBase(player, summary) : summary.BaseDeciding;
        Int128 baseSum = summary.BaseSum;
        var counting = plays.Where(play => !IsQuarantined(player, play.Key)).ToDictionary();
        PlayKey[] removed = [.. counting.Where(play => play.Value.LastAt < settled && !changed.ContainsKey(play.Key)).Select(play => play.Key)];
        foreach (PlayKey key in removed)
        {
            PlayerEntry? entry = rule.EntryOf(key, counting[key]);
            old = rule.Deciding(old, entry);
            baseSum += rule.ThousandthsOf(entry);
            counting.Remove(key);
        }

        PlayerEntry? deciding = old;
        Int128 sum = baseSum;
        foreach ((PlayKey key, Play play) in counting)
        {
            PlayerEntry? entry = rule.EntryOf(key, play);
            deciding = rule.Deciding(deciding, entry);
            sum += rule.ThousandthsOf(entry);
        }

        DateTimeOffset oldest = counting.Count == 0 ? DateTimeOffset.MaxValue : counting.Values.Min(play => play.LastAt);
        return (deciding, new PlayerSummary(counting.Count, oldest, sum, 0, baseSum, old), removed);
    }

    // Where the best play decides, it used to be known from the entry alone: unless one of the kept plays has made that.
    private PlayerEntry? OldBase(StoredPlayer player, PlayerSummary summary) =>
        rule.CanFallBack ? summary.BaseDeciding : player.Plays.Any(row => rule.EntryOf(row.Key, PlayCodec.Read(row.Data.Span)) == player.Entry)
            ? null : player.Entry;

    private PlayerEntry? Decided(StoredPlayer player, PlayerSummary summary) => rule.IsTotal && player.Entry is { } entry
        ? entry with { Key = summary.DecidingKey } : player.Entry;

    private bool IsQuarantined(StoredPlayer player, PlayKey play) => !quarantined.IsEmpty
        && quarantined.Contains(new PlayId(player.Key.UserId, play.GameCode, play.GamePlayId));
}
