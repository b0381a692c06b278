using System.Diagnostics.Metrics;
using Gamezop.Scores;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an inbox: calls are answered when their event is kept, and the handlers run afterwards.</summary>
public static class GamezopScoresInboxBuilderExtensions
{
    /// <summary>
    /// Uses an inbox in memory: fast answers, retries and dead letters, but what waits is lost when the process ends. Warns of that at start.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder UseVolatileInbox(this IGamezopScoresBuilder builder)
    {
        builder.UseInbox(provider => new VolatileInbox(Time(provider)));
        builder.Services.AddSingleton<ISubKeyStore, MemorySubKeyStore>();
        return builder;
    }

    /// <summary>Uses an inbox of one's own. Packages of stores have a method for it, e.g. <c>UseSqlite</c>.</summary>
    /// <typeparam name="TInbox">The engine.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the engine, once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is an inbox already.</exception>
    public static IGamezopScoresBuilder UseInbox<TInbox>(this IGamezopScoresBuilder builder, Func<IServiceProvider, TInbox> create)
        where TInbox : class, IScoreInbox, IDeadLetterStore, IQuarantineStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(IScoreInbox)))
            throw new InvalidOperationException("There is an inbox already: use one of UseVolatileInbox, UseSqlite and the like.");

        services.AddSingleton(create);
        services.AddSingleton<IScoreInbox>(provider => provider.GetRequiredService<TInbox>());
        services.AddSingleton<IDeadLetterStore>(provider => provider.GetRequiredService<TInbox>());
        services.AddSingleton<IQuarantineStore>(provider => provider.GetRequiredService<TInbox>());

        var options = services.AddOptions<ScoreInboxOptions>().ValidateOnStart();
        if (builder.GetFeatureSection("Inbox") is { } section)
        {
            options.Bind(section);
            services.AddSingleton<IValidateOptions<ScoreInboxOptions>>(new ScoreInboxOptionsNames(section));
        }

        services.AddSingleton<IValidateOptions<ScoreInboxOptions>, ScoreInboxOptionsRules>();

        services.AddSingleton(provider => new InboxMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new InboxMonitor(
            provider.GetRequiredService<IScoreInbox>(), Options(provider), Time(provider), provider.GetRequiredService<InboxMetrics>(), Logger<InboxMonitor>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<InboxMonitor>());
        services.AddSingleton(provider => new SetAsideMonitor(
            provider.GetRequiredService<IQuarantineStore>(), provider.GetRequiredService<IDeadLetterStore>(), Options(provider), Time(provider),
            Logger<SetAsideMonitor>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<SetAsideMonitor>());
        services.AddSingleton(provider => new EarlyPruning(
            provider.GetRequiredService<IScoreInbox>(), Options(provider), Time(provider), Logger<EarlyPruning>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<EarlyPruning>());
        services.AddSingleton(provider => new InboxAppender(
            provider.GetRequiredService<IScoreInbox>(), Options(provider), Time(provider), provider.GetRequiredService<InboxMetrics>()));
        services.AddSingleton<IScoreIntake>(provider => provider.GetRequiredService<InboxAppender>());
        services.AddSingleton(provider => new InboxWorker(
            provider.GetRequiredService<IScoreInbox>(), provider.GetRequiredService<ScorePipeline>(), provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<InboxMonitor>(), provider.GetRequiredService<InboxMetrics>(), Options(provider), Time(provider), Logger<InboxWorker>(provider)));
        services.Replace(ServiceDescriptor.Singleton<IScoreDelivery>(provider => new DurableDelivery(
            provider.GetRequiredService<InboxAppender>(), provider.GetRequiredService<IDeadLetterStore>(), provider.GetRequiredService<IQuarantineStore>(),
            provider.GetRequiredService<InboxMonitor>(), provider.GetRequiredService<SetAsideMonitor>(), Options(provider), Time(provider))));
        services.AddSingleton<IDeadLetters>(provider => new DeadLetters(
            provider.GetRequiredService<IDeadLetterStore>(), provider.GetRequiredService<IQuarantineStore>(), provider.GetRequiredService<IScoreInbox>(),
            provider.GetRequiredService<SubReader>(), Options(provider), provider.GetRequiredService<InboxWorker>()));
        builder.AddQuarantineSource(provider => new InboxQuarantineSource(provider.GetRequiredService<IQuarantineStore>(), provider.GetRequiredService<InboxWorker>()));
        services.AddSingleton<IHostedService>(provider => new InboxService(
            provider.GetRequiredService<IScoreInbox>(), provider.GetRequiredService<InboxAppender>(), provider.GetRequiredService<InboxWorker>(),
            provider.GetRequiredService<InboxMonitor>(), provider.GetRequiredService<SetAsideMonitor>(),
            provider.GetRequiredService<EarlyPruning>(), Options(provider), Time(provider), Logger<InboxService>(provider)));
        return builder;
    }

    /// <summary>Changes how the inbox is filled, emptied and watched.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, after the configuration's section <c>Inbox</c>.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder ConfigureInbox(this IGamezopScoresBuilder builder, Action<ScoreInboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.PostConfigure(configure);
        return builder;
    }

    private static ScoreInboxOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ScoreInboxOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ILogger<T> Logger<T>(IServiceProvider provider) => provider.GetRequiredService<ILogger<T>>();
}
