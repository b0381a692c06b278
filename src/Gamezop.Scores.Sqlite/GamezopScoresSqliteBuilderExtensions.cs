using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Sqlite;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps scores in a SQLite file.</summary>
public static class GamezopScoresSqliteBuilderExtensions
{
    /// <summary>Keeps scores in a SQLite file: what was answered 200 is never lost. File and schema appear at start.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As <see cref="SqliteScoresOptions.ConnectionString"/>, e.g. <c>Data Source=scores.db</c>.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder UseSqlite(this IGamezopScoresBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString, static _ => { });

    /// <summary>Keeps scores in a SQLite file, with settings.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As <see cref="SqliteScoresOptions.ConnectionString"/>, e.g. <c>Data Source=scores.db</c>.</param>
    /// <param name="configure">Sets the options, after the configuration's section <c>Sqlite</c>.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder UseSqlite(this IGamezopScoresBuilder builder, string connectionString, Action<SqliteScoresOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(configure);
        var settings = builder.Services.AddOptions<SqliteScoresOptions>().ValidateOnStart();
        var section = builder.GetFeatureSection("Sqlite");
        if (section is not null)
            settings.Bind(section);
        settings.Configure(options => options.ConnectionString = connectionString).Configure(configure);
        builder.Services.AddSingleton<IValidateOptions<SqliteScoresOptions>>(new SqliteScoresOptionsRules(section));
        builder.Services.TryAddSingleton(static provider => new CompetitionsDatabase(
            provider.GetRequiredService<IOptions<SqliteScoresOptions>>(), provider.GetRequiredService<EventLogDatabase>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<IOptions<ScoreInboxOptions>>().Value.Retention));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<ILeaderboardStore>(static provider => new SqliteLeaderboardStore(provider.GetRequiredService<CompetitionsDatabase>())));
        builder.Services.Replace(ServiceDescriptor.Singleton<IPlausibilityStore>(
            static provider => new SqlitePlausibilityStore(provider.GetRequiredService<CompetitionsDatabase>())));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IRewardStore>(static provider => new SqliteRewardStore(provider.GetRequiredService<CompetitionsDatabase>())));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<ITargetStore>(static provider => new SqliteTargetStore(provider.GetRequiredService<CompetitionsDatabase>())));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<ITournamentStore>(static provider => new SqliteTournamentStore(provider.GetRequiredService<CompetitionsDatabase>())));
        builder.Services.AddSingleton(static provider => new EventLogDatabase(
            provider.GetRequiredService<IOptions<SqliteScoresOptions>>().Value, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        builder.Services.AddSingleton<ISubKeyStore>(static provider => provider.GetRequiredService<EventLogDatabase>().SubKeys);
        builder.Services.AddSingleton<IStoreMaintenance>(static provider => provider.GetRequiredService<EventLogDatabase>());
        builder.Services.AddSingleton<IStoreMaintenance>(static provider => provider.GetRequiredService<CompetitionsDatabase>());
        builder.Services.AddSingleton<IStoreProbe>(static provider => provider.GetRequiredService<CompetitionsDatabase>());
        builder.Services.TryAddSingleton<ISqliteBackup>(static provider => new SqliteBackup(
            provider.GetRequiredService<EventLogDatabase>().File, provider.GetRequiredService<CompetitionsDatabase>().File));
        return builder.UseEventLog(static provider =>
        {
            var database = provider.GetRequiredService<EventLogDatabase>();
            return new EventLogStores
            {
                Log = new SqliteEventLog(database),
                Consumers = new SqliteConsumers(database),
                DeadLetters = new SqliteDeadLetters(database),
                Quarantine = new SqliteQuarantine(database),
            };
        });
    }
}
