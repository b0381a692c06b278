using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite;

/// <summary>Says what is wrong with the settings, and what to write instead.</summary>
internal sealed class SqliteScoresOptionsRules(IConfigurationSection? section) : IValidateOptions<SqliteScoresOptions>
{
    private static readonly string[] Settings = [.. typeof(SqliteScoresOptions).GetProperties().Select(property => property.Name)];

    public ValidateOptionsResult Validate(string? name, SqliteScoresOptions options)
    {
        if (section?.GetChildren().FirstOrDefault(child => !Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            return ValidateOptionsResult.Fail($"'{unknown.Path}' is not a setting. The settings are {string.Join(", ", Settings)}.");
        SqliteConnectionStringBuilder settings;
        try
        {
            settings = new SqliteConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return ValidateOptionsResult.Fail("The SQLite connection string cannot be read: " + exception.Message);
        }
        if (settings.DataSource.Length == 0 || settings.DataSource == ":memory:"
            || settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || settings.Mode == SqliteOpenMode.Memory)
        {
            return ValidateOptionsResult.Fail(
                "The SQLite connection string must name a file, e.g. 'Data Source=scores.db'; for an inbox in memory there is UseVolatileInbox().");
        }
        if (settings.Mode == SqliteOpenMode.ReadOnly)
            return ValidateOptionsResult.Fail("The SQLite connection string must not be read-only.");
        if (SqlitePath.LacksDirectory(settings.DataSource))
            return ValidateOptionsResult.Fail(
                "The SQLite connection string starts at |DataDirectory|, and the application has not said where that is. "
                + "Write the path, or call AppDomain.CurrentDomain.SetData(\"DataDirectory\", path) first.");
        if (!Enum.IsDefined(options.Synchronous))
            return ValidateOptionsResult.Fail("'Gamezop:Sqlite:Synchronous' must be Full or Normal.");
        return options.MaxSizeBytes < 1024 * 1024
            ? ValidateOptionsResult.Fail("'Gamezop:Sqlite:MaxSizeBytes' must be at least 1048576.")
            : ValidateOptionsResult.Success;
    }
}
