namespace Gamezop.Scores.Sqlite;

/// <summary>Removes what hangs on one row, and then does with the row what is left to do.</summary>
internal static class SqliteLeftovers
{
    /// <param name="session">The writer's.</param>
    /// <param name="number">The row's number: <c>$1</c>.</param>
    /// <param name="statements">Each removes at most <c>$2</c> rows.</param>
    /// <param name="finish">What is done when they have removed everything.</param>
    /// <param name="max">How many rows may be removed, at least 1; how many are left of that afterwards. The row itself counts too.</param>
    /// <returns>False when <paramref name="max"/> is used up: there may be more.</returns>
    public static bool TryRemove(SqliteSession session, long number, ReadOnlySpan<string> statements, string finish, ref int max)
    {
        foreach (string sql in statements)
        {
            int removed = session[sql].Execute(number, max);
            if (removed >= max)
                return false;
            max -= removed;
        }

        session[finish].Execute(number);
        return --max > 0;
    }
}
