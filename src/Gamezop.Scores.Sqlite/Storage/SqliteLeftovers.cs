namespace Gamezop.Scores.Sqlite;

/// <summary>Removes what hangs on one row, and then does with the row what is left to do.</summary>
internal static class SqliteLeftovers
{
    /// <param name="session">The writer's.</param>
    /// <param name="owner">What names the row: the first parameters of every statement.</param>
    /// <param name="tables">Where rows hang on it.</param>
    /// <param name="finish">What is done when they are all removed.</param>
    /// <param name="max">How many rows may be removed, at least 1; how many are left of that afterwards. The row itself counts too.</param>
    /// <returns>False when <paramref name="max"/> is used up: there may be more.</returns>
    public static bool TryRemove(
        SqliteSession session, ReadOnlySpan<SqliteValue> owner, ReadOnlySpan<SqliteLeftoverTable> tables, ReadOnlySpan<string> finish, ref int max)
    {
        foreach (SqliteLeftoverTable table in tables)
            if ((max -= Remove(session, owner, table, max)) <= 0)
                return false;
        foreach (string sql in finish)
            session[sql].Execute(owner);
        return --max > 0;
    }

    // One after the other by the whole key: what SQLite makes of a condition on many at once, a search or a scan of everything, is not ours to say.
    private static int Remove(SqliteSession session, ReadOnlySpan<SqliteValue> owner, SqliteLeftoverTable table, int max)
    {
        var keys = new List<SqliteValue[]>();
        using (SqliteRows rows = session[table.Next].Query([.. owner, max]))
            while (rows.Read())
            {
                SqliteValue[] key = new SqliteValue[owner.Length + table.Keys];
                owner.CopyTo(key);
                for (int i = 0; i < table.Keys; i++)
                    key[owner.Length + i] = rows.GetValue(i);
                keys.Add(key);
            }

        SqliteStatement remove = session[table.Remove];
        foreach (SqliteValue[] key in keys)
            remove.Execute(key);
        return keys.Count;
    }
}
