using System.Diagnostics.Metrics;
using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds leaderboards.</summary>
public static class GamezopLeaderboardsBuilderExtensions
{
    /// <summary>
    /// Ranks scores on leaderboards: those of the configuration's section <c>Leaderboards</c> (of the section given to
    /// <c>AddGamezopScores</c>) and those added here.
    /// Ask them through <see cref="ILeaderboards"/>. They are kept in memory unless a store is added.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds boards.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="LeaderboardDefinitionException">A definition breaks a rule. One that is configured stops the host's start.</exception>
    public static IGamezopScoresBuilder AddLeaderboards(this IGamezopScoresBuilder builder, Action<LeaderboardsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        bool added = services.Any(service => service.ServiceType == typeof(BoardCatalog));
        if (!added && builder.GetFeatureSection("Leaderboards") is { } section)
            services.AddOptions<LeaderboardsOptions>().Configure(options => AddConfigured(options, section));
        if (configure is not null)
            services.AddOptions<LeaderboardsOptions>().Configure(configure);
        if (added)
            return builder;

        services.AddOptions<LeaderboardsOptions>()
            .Validate(options => options.AnonymousIdKey is not { Length: < 16 }, "AnonymousIdKey has fewer than 16 bytes.")
            .ValidateOnStart();
        // Only used where the application's own serializer knows nothing better: when it is compiled ahead of time.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(CompetitionsHttpJson.Default));
        services.TryAddSingleton<ILeaderboardStore, MemoryLeaderboardStore>();
        services.TryAddSingleton<IScoreBacklog>(provider =>
            provider.GetService<IEventLog>() is { } log ? new InboxBacklog(log, typeof(CompetitionsHandler).ToString()) : new NoBacklog(Time(provider)));
        services.TryAddSingleton<IQuarantineGate>(provider => provider.GetService<IQuarantineStore>() is { } store
            ? new InboxQuarantine(store, provider.GetRequiredService<IOptions<ScoreInboxOptions>>(), typeof(CompetitionsHandler).ToString())
            : new NoQuarantine());
        services.AddSingleton<OngoingFailures>();
        services.AddSingleton<FailingEvents>();
        services.AddSingleton<BannedUsers>();
        services.AddSingleton<QuarantinedPlays>();
        services.AddSingleton<IErasedUsers>(provider => provider.GetRequiredService<BannedUsers>());
        services.AddSingleton(provider => new OrderResolver(Orders(provider), Time(provider), provider.GetRequiredService<ILogger<OrderResolver>>()));
        services.TryAddSingleton<IScoreLedger>(provider => provider.GetService<IEventLog>() is { } log
            ? new InboxLedger(
                log, provider.GetRequiredService<IDeadLetterStore>(), provider.GetRequiredService<IOptions<ScoreInboxOptions>>(),
                provider.GetRequiredService<IUserSubs>(), provider.GetRequiredService<StoreTime>(), provider,
                typeof(CompetitionsHandler).ToString())
            : new NoLedger());
        services.AddSingleton(provider => new BoardCatalog(
            provider.GetRequiredService<ILeaderboardStore>(), provider.GetRequiredService<BannedUsers>(), provider.GetRequiredService<QuarantinedPlays>(),
            provider.GetRequiredService<OrderResolver>(), Time(provider), provider.GetRequiredService<ILogger<BoardCatalog>>()));
        services.AddSingleton(provider => new BoardViews(
            provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<ILeaderboardStore>(),
                provider.GetRequiredService<BannedUsers>(), Time(provider)));
        services.AddSingleton(provider => new PlayerNames(
            provider.GetService<IPlayerDirectory>(), provider.GetRequiredService<IOptions<LeaderboardsOptions>>().Value.AnonymousIdKey,
                Time(provider), provider.GetRequiredService<ILogger<PlayerNames>>()));
        services.AddSingleton(provider => new WindowCloser(
            provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<IScoreBacklog>(),
                new HookCalls(provider.GetRequiredService<IServiceScopeFactory>(), Time(provider)),
            provider.GetRequiredService<ILogger<WindowCloser>>(), provider.GetRequiredService<OngoingFailures>()));
        services.AddSingleton<ILeaderboards>(provider => new Leaderboards(
            provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<BoardViews>(), provider.GetRequiredService<ILeaderboardStore>(),
            provider.GetRequiredService<PlayerNames>(), Time(provider)));
        services.AddSingleton<IRebuild>(provider => new Rebuilder(
            provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<BoardViews>(), provider.GetRequiredService<OrderResolver>(),
            provider.GetRequiredService<IScoreLedger>(), Time(provider)));
        services.AddSingleton(provider => new LiveMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new LiveFeeds(
            provider.GetRequiredService<BoardViews>(), provider.GetRequiredService<ILeaderboards>(), provider.GetRequiredService<LiveMetrics>(), Time(provider),
            provider.GetRequiredService<ILogger<LiveFeeds>>()));
        services.AddSingleton(provider => new LiveServices(
            provider.GetRequiredService<LiveFeeds>(), provider.GetRequiredService<ILeaderboards>(), provider.GetRequiredService<LiveMetrics>(), Time(provider),
            provider.GetRequiredService<IHostApplicationLifetime>()));
        services.AddSingleton<RankingSelfCheck>();
        services.AddSingleton<OrderWatch>();
        services.AddSingleton<IHostedService>(provider => new LeaderboardsService(
            provider.GetRequiredService<IOptions<LeaderboardsOptions>>(), provider.GetRequiredService<BoardCatalog>(),
                provider.GetRequiredService<WindowCloser>(),
            provider.GetRequiredService<RankingSelfCheck>(), provider.GetRequiredService<OrderWatch>(), provider.GetRequiredService<IPlayJudge>(),
                Time(provider),
            provider.GetRequiredService<ILogger<LeaderboardsService>>(), provider.GetRequiredService<OngoingFailures>()));
        services.AddSingleton<IHostedService>(provider => new StoreWatch(
            provider.GetServices<IStoreProbe>(), provider.GetRequiredService<IScoreBacklog>(), provider.GetRequiredService<OngoingFailures>(),
            provider.GetRequiredService<FailingEvents>(), Time(provider)));
        services.AddSingleton<ICompetition>(provider => provider.GetRequiredService<BoardCatalog>());
        services.AddSingleton<IHostedService, FirstMoment>();
        services.AddSingleton<CompetitionsHandler>();
        services.AddSingleton(provider => new PlayerRegistry(
            provider.GetRequiredService<CompetitionsHandler>(), provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<BannedUsers>(),
            provider.GetRequiredService<ILeaderboardStore>(), Parts(provider), Time(provider), provider.GetService<StoreTime>()));
        services.AddSingleton<IPlayers>(provider => provider.GetRequiredService<PlayerRegistry>());
        services.AddSingleton<IHostedService>(provider => new PlayersService(
            provider.GetRequiredService<PlayerRegistry>(),
            [.. provider.GetServices<ICompetition>().Select(competition => competition.Ready), .. provider.GetService<RewardBook>() is { } rewards
                ? new[] { rewards.Ready } : []],
            provider.GetRequiredService<OngoingFailures>(), Time(provider), provider.GetRequiredService<ILogger<PlayersService>>()));
        builder.AddPlayJudge();
        return builder.AddHandler<CompetitionsHandler>(options => options.QuarantinesFuture = true);
    }

    private static void AddConfigured(LeaderboardsOptions options, IConfigurationSection section)
    {
        foreach (LeaderboardDefinition definition in LeaderboardConfiguration.Read(section))
            options.Add(definition);
    }

    private static PlayerParts Parts(IServiceProvider provider)
    {
        IScoreLedger ledger = provider.GetRequiredService<IScoreLedger>();
        BoardCatalog boards = provider.GetRequiredService<BoardCatalog>();
        List<Func<string, CancellationToken, ValueTask>> erasures =
            [ledger.EraseUserAsync, provider.GetRequiredService<PlayJudge>().EraseAsync, boards.EraseAsync];
        List<IPlayerExport> exports =
        [
            new EventExport(ledger, provider.GetService<IDeadLetterStore>(), provider.GetService<IQuarantineStore>(), provider.GetRequiredService<IUserSubs>()),
            new LeaderboardExport(boards, provider.GetRequiredService<ILeaderboardStore>()),
                new PlausibilityExport(provider.GetRequiredService<IPlausibilityStore>()),
        ];
        if (provider.GetService<ISubKeyStore>() is { } keys)
        {
            erasures.Add(keys.RemoveAsync);
            exports.Add(new SubKeyExport(keys));
        }

        // Boards remove a user from tournaments as well: both have their places in one store, and stand still together.
        if (provider.GetService<TournamentCatalog>() is { } tournaments)
            exports.Add(new TournamentExport(tournaments, provider.GetRequiredService<OccurrenceParts>()));
        if (provider.GetService<TargetCatalog>() is { } targets)
        {
            erasures.Add(targets.EraseAsync);
            exports.Add(new TargetExport(targets, provider.GetRequiredService<ITargetStore>()));
        }

        if (provider.GetService<RewardBook>() is { } rewards)
        {
            erasures.Add(rewards.EraseAsync);
            exports.Add(new RewardHistoryExport(provider.GetRequiredService<IRewards>()));
        }

        return new PlayerParts(erasures, exports, [.. provider.GetServices<IStoreMaintenance>()]);
    }

    private static IGamezopLeaderboardOrders? Orders(IServiceProvider provider) =>
        provider.GetService<IGamezopLeaderboardOrders>() ?? (provider.GetService<GamezopApi>() is { } api ? new GamezopApiOrders(api) : null);

    // The application's clock where it has registered one; nothing is registered for it.
    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
