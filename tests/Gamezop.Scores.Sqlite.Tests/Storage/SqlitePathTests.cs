using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite.Tests.Storage;

/// <summary>Files derived from a connection string must lie where Microsoft.Data.Sqlite puts the database.</summary>
public sealed class SqlitePathTests : IDisposable
{
    private const string DataDirectory = "DataDirectory";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("paths.db")]
    [InlineData("|DataDirectory|paths.db")]
    [InlineData("|datadirectory|paths.db")]
    [InlineData("./paths.db")]
    public void With_a_data_directory_paths_start_there(string dataSource)
    {
        AppDomain.CurrentDomain.SetData(DataDirectory, _folder["data"]);
        try
        {
            Directory.CreateDirectory(_folder["data"]);
            SqlitePath.Of(dataSource).Should().Be(Path.Combine(_folder["data"], "paths.db")).And.Be(OpenedBySqlite(dataSource));
            SqlitePath.LacksDirectory(dataSource).Should().BeFalse();
        }
        finally
        {
            AppDomain.CurrentDomain.SetData(DataDirectory, null);
        }
    }

    [Fact]
    public void A_slash_behind_the_macro_is_no_root()
    {
        AppDomain.CurrentDomain.SetData(DataDirectory, _folder["data"]);
        try
        {
            SqlitePath.Of("|DataDirectory|/sub/paths.db").Should().Be(Path.Combine(_folder["data"], "sub", "paths.db"));
        }
        finally
        {
            AppDomain.CurrentDomain.SetData(DataDirectory, null);
        }
    }

    [Fact]
    public void Without_a_data_directory_paths_start_at_the_current_one_and_the_macro_is_refused()
    {
        SqlitePath.Of("sub/paths.db").Should().Be(Path.Combine(Environment.CurrentDirectory, "sub", "paths.db"));
        SqlitePath.Of(_folder["paths.db"]).Should().Be(_folder["paths.db"]);
        SqlitePath.LacksDirectory("paths.db").Should().BeFalse();
        SqlitePath.LacksDirectory("|DataDirectory|paths.db").Should().BeTrue();
        new SqliteScoresOptionsRules(null).Validate(null, new SqliteScoresOptions { ConnectionString = "Data Source=|DataDirectory|paths.db" })
            .FailureMessage.Should().Contain("AppDomain.CurrentDomain.SetData");
    }

    public void Dispose() => _folder.Dispose();

    private static string OpenedBySqlite(string dataSource)
    {
        using var connection = new SqliteConnection($"Data Source={dataSource};Pooling=False");
        connection.Open();
        return connection.DataSource;
    }
}
