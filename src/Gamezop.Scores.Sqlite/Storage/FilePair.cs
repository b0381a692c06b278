using System.Globalization;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// Finds out when the inbox's and the competitions' file do not belong together: one was lost, or comes from an older backup. What a handler has
/// finished with does
/// not come again, so an inbox that says "counted" beside competitions that have not counted it would lose scores without a trace.
/// </summary>
/// <param name="accepted"><see cref="SqliteScoresOptions.AcceptCompetitions"/>.</param>
internal sealed class FilePair(string? accepted)
{
    private volatile FileMark? _reached;
    private long _pending;

    /// <summary>Whether both files have the pair's mark, so that the inbox's follows the other.</summary>
    public bool IsMatched => _reached is not null;

    /// <summary>Both files have the pair's mark now.</summary>
    public void Confirm(FileMark mark) => _reached = mark;

    /// <summary>Compares the marks when the competitions' file is opened, for the first time or again.</summary>
    /// <param name="competitions">The mark of the competitions' file; null where it has none.</param>
    /// <param name="inbox">The mark of the inbox's file; null where it has none.</param>
    /// <param name="path">The competitions' file.</param>
    /// <param name="inboxPath">The inbox's file.</param>
    /// <returns>The mark that the competitions' file has to have from now on.</returns>
    /// <exception cref="ScoreInboxException">They do not belong together.</exception>
    public FileMark Match(FileMark? competitions, FileMark? inbox, string path, string inboxPath)
    {
        // What this process has written counts too: the file may have been replaced since the start.
        var known = _reached ?? inbox;
        if (Describe(competitions, known, path, inboxPath) is not { } difference)
            return competitions ?? FileMark.Create();
        var token = (known ?? competitions)!.Token;
        return accepted == token ? FileMark.Create() : throw Refused(difference, token);
    }

    /// <summary>Refuses to begin a new competitions' file beside an inbox that was used with another one.</summary>
    public void RequireCompetitions(FileMark? inbox, string path, string inboxPath)
    {
        if (inbox is not null && !File.Exists(path) && accepted != inbox.Token)
            throw Refused(Describe(null, inbox, path, inboxPath)!, inbox.Token);
    }

    /// <summary>Compares the logs when the files are matched.</summary>
    /// <param name="competitions">The mark of the competitions' file.</param>
    /// <param name="inbox">The mark of the inbox's file, as it was opened; null where it had none.</param>
    /// <returns>Whether the competitions' file knows of events that the log no longer has.</returns>
    public static bool HasGap(FileMark competitions, FileMark? inbox) => competitions.Log > (inbox is null ? 0 : inbox.Log ?? long.MaxValue);

    /// <summary>A transaction of the competitions' file has begun.</summary>
    /// <param name="session">The competitions' file.</param>
    /// <param name="log">The number of the log's last event. What the transaction counts is not beyond it.</param>
    public void CompetitionsBegun(SqliteSession session, long log)
    {
        // Until both files have the mark, a change would make a pair of what may be left over from a start that was cut off.
        if (IsMatched && FileMark.Advance(session, log) is { } position)
            _pending = position;
    }

    /// <summary>It is durable.</summary>
    public void CompetitionsCommitted()
    {
        if (_reached is { } reached && _pending > reached.Position)
            _reached = reached with { Position = _pending };
    }

    /// <summary>A transaction of the inbox's file has begun. What it says is finished was durable in the competitions' file before.</summary>
    public void InboxBegun(SqliteSession session) => _reached?.Note(session);

    private static string? Describe(FileMark? competitions, FileMark? inbox, string path, string inboxPath) => (competitions, inbox) switch
    {
        (null, null) or ({ Position: 0 }, null) => null,
        (null, _) => $"{path} is missing or new, and {inboxPath} was used with another one: all boards, tournaments, targets and rewards would begin anew.",
        (_, null) => $"{inboxPath} is new, and {path} was used with another one: scores that were answered and not counted yet are missing.",
        ({ } one, { } other) when one.Pair != other.Pair => $"{path} and {inboxPath} do not belong together: they come from different applications or backups.",
        ({ } one, { } other) when one.Position < other.Position => string.Create(
            CultureInfo.InvariantCulture,
            $"{path} is an older copy than {inboxPath}: its last {other.Position - one.Position} changes are missing, and their scores would not be counted."),
        _ => null,
    };

    private static ScoreInboxException Refused(string difference, string token) => new(
        ScoreInboxProblem.Broken,
        $"{difference} Stop the application and put back the two files of one backup; or, to go on without what is missing, "
        + $"set Gamezop:Sqlite:AcceptCompetitions to '{token}' and restart.");
}
