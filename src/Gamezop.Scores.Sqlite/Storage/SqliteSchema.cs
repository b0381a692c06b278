using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite;

/// <summary>The numbered scripts of one part of the schema, and bringing a file up to the last of them.</summary>
/// <param name="part">The part's name: each has a version of its own.</param>
/// <param name="scripts">The scripts; the first makes version 1.</param>
internal sealed class SqliteSchema(string part, IReadOnlyList<string> scripts)
{
    private const string VersionTable =
        "CREATE TABLE IF NOT EXISTS gamezop_schema (part TEXT NOT NULL, version INTEGER NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (part, version))";

    public static SqliteSchema Log { get; } = FromResources("log");

    public static SqliteSchema Leaderboards { get; } = FromResources("leaderboards");

    public static SqliteSchema Mark { get; } = FromResources("mark");

    public static SqliteSchema Plausibility { get; } = FromResources("plausibility");

    public static SqliteSchema Rewards { get; } = FromResources("rewards");

    public static SqliteSchema SubKeys { get; } = FromResources("sub-keys");

    public static SqliteSchema Targets { get; } = FromResources("targets");

    public static SqliteSchema Tournaments { get; } = FromResources("tournaments");

    /// <summary>Applies the scripts that the file lacks, all in one transaction under the write lock.</summary>
    /// <exception cref="InvalidOperationException">The file is of a newer version.</exception>
    public void Migrate(SqliteConnection connection, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(VersionTable);
        var version = Convert.ToInt32(Scalar("SELECT coalesce(max(version), 0) FROM gamezop_schema WHERE part = $1", part), CultureInfo.InvariantCulture);
        if (version > scripts.Count)
            throw new InvalidOperationException(
                $"{connection.DataSource} has schema version {version} of '{part}', and this version of the package knows up to {scripts.Count}. "
                + $"Use the newer package, or another file.");
        for (var i = version; i < scripts.Count; i++)
        {
            Execute(scripts[i]);
            Execute(
                "INSERT INTO gamezop_schema (part, version, applied_at) VALUES ($1, $2, $3)",
                part, i + 1, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        }
        transaction.Commit();

        void Execute(string sql, params object[] values)
        {
            using var command = Command(sql, values);
            command.ExecuteNonQuery();
        }

        object? Scalar(string sql, params object[] values)
        {
            using var command = Command(sql, values);
            return command.ExecuteScalar();
        }

        SqliteCommand Command(string sql, object[] values)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i]);
            return command;
        }
    }

    private static SqliteSchema FromResources(string part)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new SqliteSchema(part, [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(part + "-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read)]);

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
