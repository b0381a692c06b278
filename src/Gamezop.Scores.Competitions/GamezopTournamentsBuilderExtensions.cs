using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tournaments.</summary>
public static class GamezopTournamentsBuilderExtensions
{
    /// <summary>
    /// Organises tournaments: those of the configuration's section <c>Tournaments</c> (of the section given to <c>AddGamezopScores</c>), those added here, and those created at run time.
    /// Ask them through <see cref="ITournaments"/>. They are kept in memory unless a store is added. Prizes are paid through <c>AddRewardHandler</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds tournaments.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="TournamentDefinitionException">A definition breaks a rule. One that is configured stops the host's start.</exception>
    public static IGamezopScoresBuilder AddTournaments(this IGamezopScoresBuilder builder, Action<TournamentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRewards();
        IServiceCollection services = builder.Services;
        bool known = services.Any(service => service.ServiceType == typeof(TournamentCatalog));
        if (!known && builder.GetFeatureSection("Tournaments") is { } section)
            services.AddOptions<TournamentsOptions>().Configure(options => AddConfigured(options, section));
        if (configure is not null)
            services.AddOptions<TournamentsOptions>().Configure(configure);
        if (known)
            return builder;

        services.AddOptions<TournamentsOptions>().ValidateOnStart();
        services.TryAddSingleton<ITournamentStore, MemoryTournamentStore>();
        services.AddSingleton(static provider => new OccurrenceParts(
            provider.GetRequiredService<ITournamentStore>(), provider.GetRequiredService<ILeaderboardStore>(), provider.GetRequiredService<RewardBook>(), provider.GetRequiredService<BannedUsers>(),
            provider.GetRequiredService<QuarantinedPlays>(), Time(provider), provider.GetRequiredService<ILogger<TournamentCatalog>>()));
        services.AddSingleton(static provider =>
        {
            BoardCatalog boards = provider.GetRequiredService<BoardCatalog>();
            var catalog = new TournamentCatalog(
                boards, provider.GetRequiredService<OccurrenceParts>(), provider.GetRequiredService<OrderResolver>(), provider.GetRequiredService<IScoreLedger>(),
                provider.GetRequiredService<ILogger<TournamentCatalog>>());
            boards.Erasures.Add(catalog.EraseAsync);
            return catalog;
        });
        services.AddSingleton<TournamentViews>();
        services.AddSingleton<ITournaments>(static provider => new Tournaments(
            provider.GetRequiredService<TournamentCatalog>(), provider.GetRequiredService<TournamentViews>(), provider.GetRequiredService<OccurrenceParts>(), provider.GetRequiredService<IRewardStore>(),
            provider.GetRequiredService<PlayerNames>(), provider.GetRequiredService<IScoreLedger>(), provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton(static provider => new TournamentHooks(
            new HookCalls(provider.GetRequiredService<IServiceScopeFactory>(), Time(provider)), Time(provider), provider.GetRequiredService<ILogger<TournamentHooks>>()));
        services.AddSingleton(static provider => new TournamentSettler(
            provider.GetRequiredService<TournamentCatalog>(), provider.GetRequiredService<IScoreBacklog>(), provider.GetRequiredService<TournamentHooks>(), Time(provider),
            provider.GetRequiredService<ILogger<TournamentSettler>>(), provider.GetRequiredService<OngoingFailures>()));
        services.AddSingleton<IHostedService>(static provider => new TournamentsService(
            provider.GetRequiredService<IOptions<TournamentsOptions>>(), provider.GetRequiredService<TournamentCatalog>(),
            provider.GetRequiredService<TournamentSettler>(), provider.GetRequiredService<IPlayJudge>(), provider.GetRequiredService<OngoingFailures>(), Time(provider),
            provider.GetRequiredService<ILogger<TournamentsService>>()));
        services.AddSingleton<ICompetition>(static provider => provider.GetRequiredService<TournamentCatalog>());
        return builder;
    }

    private static void AddConfigured(TournamentsOptions options, IConfigurationSection section)
    {
        foreach (TournamentDefinition definition in TournamentConfiguration.Read(section))
            options.Add(definition);
    }

    // The application's clock where it has registered one; nothing is registered for it.
    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
