namespace Gamezop.Scores.Sqlite;

/// <summary>Leaves nothing in a file and its log of what has been removed.</summary>
internal static class SqliteScrubbing
{
    private const int Attempts = 30;

    /// <summary>Runs outside a transaction. The file is written anew, so it takes as long as reading and writing all of it.</summary>
    /// <exception cref="ScoreInboxException">Others read the file without a pause, so that its log cannot be emptied.</exception>
    public static void Run(SqliteSession session, string path)
    {
        // Removed rows stay readable in free pages and in gaps of others: only a file that is written anew has neither.
        session["VACUUM"].Execute();
        // The log still has them too. Whoever reads holds up its end; each attempt waits a second for that.
        for (var attempt = 1; !TryEmptyLog(session); attempt++)
            if (attempt == Attempts)
                throw new ScoreInboxException(
                    ScoreInboxProblem.Broken, $"The log of {path} could not be emptied: the file is being read without a pause. Try again.");
    }

    private static bool TryEmptyLog(SqliteSession session)
    {
        using var rows = session["PRAGMA wal_checkpoint(TRUNCATE)"].Query();
        return rows.Read() && rows.GetInt64(0) == 0;
    }
}
