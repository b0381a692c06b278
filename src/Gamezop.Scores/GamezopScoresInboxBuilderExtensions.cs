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
        builder.UseEventLog(provider => new MemoryEventLog(Time(provider)).Stores);
        builder.Services.AddSingleton<ISubKeyStore, MemorySubKeyStore>();
        return builder;
    }

    /// <summary>Uses an event log of one's own. Packages of stores have a method for it, e.g. <c>UseSqlite</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the engine, once. What is to be disposed of is registered on its own.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is an event log already.</exception>
    public static IGamezopScoresBuilder UseEventLog(this IGamezopScoresBuilder builder, Func<IServiceProvider, EventLogStores> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(IEventLog)))
            throw new InvalidOperationException("There is an event log already: use one of UseVolatileInbox, UseSqlite and the like.");

        services.AddSingleton(create);
        services.AddSingleton(provider => provider.GetRequiredService<EventLogStores>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<EventLogStores>().Consumers);
        services.AddSingleton(provider => provider.GetRequiredService<EventLogStores>().DeadLetters);
        services.AddSingleton(provider => new QuarantineReservations(
            provider.GetRequiredService<EventLogStores>().Quarantine, Options(provider), Time(provider), provider.GetRequiredService<StoreTime>()));
        services.AddSingleton<IQuarantineStore>(provider => provider.GetRequiredService<QuarantineReservations>());

        var options = services.AddOptions<ScoreInboxOptions>().ValidateOnStart();
        if (builder.GetFeatureSection("Inbox") is { } section)
        {
            options.Bind(section);
            services.AddSingleton<IValidateOptions<ScoreInboxOptions>>(new ScoreInboxOptionsNames(section));
        }

        services.AddSingleton<IValidateOptions<ScoreInboxOptions>, ScoreInboxOptionsRules>();

        services.AddSingleton(provider => new StoreTime(Time(provider), Logger<StoreTime>(provider)));
        services.AddSingleton(provider => new InboxMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new InboxMonitor(
            provider.GetRequiredService<IEventLog>(), Options(provider), Time(provider), provider.GetRequiredService<StoreTime>(),
            provider.GetRequiredService<InboxMetrics>(), Logger<InboxMonitor>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<InboxMonitor>());
        services.AddSingleton(provider => new SetAsideMonitor(
            provider.GetRequiredService<QuarantineReservations>(), provider.GetRequiredService<IDeadLetterStore>(), Options(provider), Time(provider),
            Logger<SetAsideMonitor>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<SetAsideMonitor>());
        services.AddSingleton(provider => new EarlyPruning(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<ConsumerGroup>(), provider.GetRequiredService<InboxMonitor>(),
            Options(provider), Time(provider), Logger<EarlyPruning>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<EarlyPruning>());
        services.AddSingleton(provider => new AppendQueue(
            provider.GetRequiredService<IEventLog>(), Options(provider), Time(provider), provider.GetRequiredService<InboxMetrics>()));
        services.AddSingleton(provider => new ConsumerGroup(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<ScorePipeline>(), provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<InboxMetrics>(), Options(provider), Time(provider), Logger<ConsumerGroup>(provider),
            provider.GetRequiredService<InboxMonitor>().StepEnded));
        services.AddSingleton<IUserErasure>(provider => provider.GetRequiredService<ConsumerGroup>());
        services.AddSingleton(provider => new SetAsideIntake(
            provider.GetRequiredService<IQuarantineStore>(), provider.GetRequiredService<IDeadLetterStore>(), provider.GetRequiredService<SetAsideMonitor>(),
            Options(provider), Time(provider), provider.GetRequiredService<InboxMonitor>().Failed));
        services.Replace(ServiceDescriptor.Singleton<IScoreDelivery>(provider => new DurableDelivery(
            provider.GetRequiredService<AppendQueue>(), provider.GetRequiredService<QuarantineReservations>(), provider.GetRequiredService<SetAsideIntake>(),
            provider.GetRequiredService<SetAsideMonitor>(), provider.GetRequiredService<InboxMonitor>(), provider.GetRequiredService<StoreTime>())));
        services.AddSingleton<IConsumers>(provider => new InboxConsumers(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<IConsumerStore>(), provider.GetRequiredService<ConsumerGroup>()));
        services.AddSingleton<IDeadLetters>(provider => new DeadLetters(
            provider.GetRequiredService<IDeadLetterStore>(), provider.GetRequiredService<IQuarantineStore>(), provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<SubReader>(), Options(provider), provider.GetRequiredService<ConsumerGroup>().Wake));
        builder.AddQuarantineSource(provider => new InboxQuarantineSource(
            provider.GetRequiredService<QuarantineReservations>(), provider.GetRequiredService<SubReader>(),
            provider.GetRequiredService<ConsumerGroup>().Wake));
        services.AddSingleton<IHostedService>(provider => new InboxService(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<AppendQueue>(), provider.GetRequiredService<ConsumerGroup>(),
            provider.GetRequiredService<InboxMonitor>(), provider.GetRequiredService<SetAsideMonitor>(),
            provider.GetRequiredService<QuarantineReservations>(), provider.GetRequiredService<EarlyPruning>(),
            Options(provider), Time(provider), Logger<InboxService>(provider)));
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
