using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite.Tests.Storage;

public sealed class SqliteSchemaTests : IDisposable
{
    private const string First = "CREATE TABLE things (a TEXT); INSERT INTO things VALUES ('old');";
    private const string Second = "ALTER TABLE things ADD COLUMN b TEXT NOT NULL DEFAULT 'new';";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteSchemaTests() => _connection.Open();

    [Fact]
    public void A_file_of_an_older_version_is_migrated_and_keeps_its_rows()
    {
        new SqliteSchema("part", [First]).Migrate(_connection, TimeProvider.System);

        new SqliteSchema("part", [First, Second]).Migrate(_connection, TimeProvider.System);

        Scalar("SELECT a || b FROM things").Should().Be("oldnew");
        Scalar("SELECT group_concat(version) FROM gamezop_schema WHERE part = 'part'").Should().Be("1,2");
    }

    [Fact]
    public void A_script_that_fails_changes_nothing()
    {
        FluentActions.Invoking(() => new SqliteSchema("part", [First, "CREATE TABLE more (a); NONSENSE"]).Migrate(_connection, TimeProvider.System)).Should().Throw<SqliteException>();

        Scalar("SELECT count(*) FROM sqlite_master").Should().Be(0L);
    }

    [Fact]
    public void Parts_have_versions_of_their_own()
    {
        new SqliteSchema("one", [First, Second]).Migrate(_connection, TimeProvider.System);
        new SqliteSchema("other", ["CREATE TABLE others (a)"]).Migrate(_connection, TimeProvider.System);

        Scalar("SELECT max(version) FROM gamezop_schema WHERE part = 'other'").Should().Be(1L);
    }

    [Fact]
    public void Rewards_of_the_first_version_are_not_suspect()
    {
        using var script = new StreamReader(typeof(SqliteSchema).Assembly.GetManifestResourceStream("rewards-001.sql")!);
        new SqliteSchema("rewards", [script.ReadToEnd()]).Migrate(_connection, TimeProvider.System);
        Scalar("INSERT INTO gamezop_rewards VALUES ('k', 'ann', 1, 3, NULL, 1, 0, 't', 'all', 'coins', '50', NULL, NULL, NULL, 0, 0, NULL, NULL, 0, 1, NULL, 1, NULL)");

        SqliteSchema.Rewards.Migrate(_connection, TimeProvider.System);

        Scalar("SELECT key || is_suspect FROM gamezop_rewards").Should().Be("k0");
    }

    public void Dispose() => _connection.Dispose();

    private object? Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
