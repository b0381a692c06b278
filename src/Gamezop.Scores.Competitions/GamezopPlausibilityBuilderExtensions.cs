using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Judges whether plays can have been played.</summary>
public static class GamezopPlausibilityBuilderExtensions
{
    /// <summary>
    /// Judges plays by the rules of the configuration's section <c>Plausibility</c> (of the section given to <c>AddGamezopScores</c>) and those added here. Operators see what breaks
    /// one in <see cref="IQuarantine"/>. One rule holds without this call too: a play whose events contradict each other does not count. What is known of plays is kept in memory unless
    /// a store is added.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds rules.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="PlausibilityRulesException">Rules contradict themselves. Those that are configured stop the host's start.</exception>
    public static IGamezopScoresBuilder AddPlausibility(this IGamezopScoresBuilder builder, Action<PlausibilityOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        bool added = services.Any(service => service.ServiceType == typeof(RulesAdded));
        if (!added && builder.GetFeatureSection("Plausibility") is { } section)
            services.AddOptions<PlausibilityOptions>().Configure(options =>
            {
                foreach (PlausibilityRules rules in PlausibilityConfiguration.Read(section))
                    options.Add(rules);
            });
        if (configure is not null)
            services.AddOptions<PlausibilityOptions>().Configure(configure);
        services.TryAddSingleton<RulesAdded>();
        return builder.AddLeaderboards();
    }

    /// <summary>Judges plays by a class of the publisher's as well.</summary>
    /// <typeparam name="T">The class; one instance, with its dependencies from dependency injection, for the lifetime of the host.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder AddPlausibility<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IGamezopScoresBuilder builder)
        where T : class, IScorePlausibility
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IScorePlausibility, T>();
        return builder.AddPlausibility();
    }

    /// <summary>Adds what judges plays: part of every competition, since one rule is always on.</summary>
    internal static IGamezopScoresBuilder AddPlayJudge(this IGamezopScoresBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<PlausibilityOptions>().ValidateOnStart();
        services.TryAddSingleton<IPlausibilityStore, MemoryPlausibilityStore>();
        services.AddSingleton(static provider => new PlausibilityMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(static provider => new Jury(provider.GetRequiredService<IOptions<PlausibilityOptions>>().Value.Rules, provider.GetServices<IScorePlausibility>()));
        services.AddSingleton(static provider => new PlayJudge(
            provider.GetRequiredService<Jury>(), provider.GetRequiredService<IPlausibilityStore>(), provider.GetRequiredService<QuarantinedPlays>(), provider.GetServices<ICompetition>(),
            provider.GetRequiredService<PlausibilityMetrics>(), Time(provider), provider.GetRequiredService<ILogger<PlayJudge>>(),
            provider.GetService<IWithinLimits>()));
        services.AddSingleton<IPlayJudge>(static provider => provider.GetRequiredService<PlayJudge>());
        services.AddSingleton<IHostedService>(static provider => new PlausibilityService(
            provider.GetRequiredService<IOptions<PlausibilityOptions>>(), provider.GetRequiredService<PlayJudge>(), provider.GetRequiredService<IPlausibilityStore>(),
            provider.GetServices<ICompetition>(), provider.GetRequiredService<IScoreBacklog>(), provider.GetRequiredService<OngoingFailures>(),
            Time(provider), provider.GetRequiredService<ILogger<PlausibilityService>>()));
        return builder.AddQuarantineSource(static provider => new JudgedPlaySource(
            provider.GetRequiredService<PlayJudge>(), provider.GetRequiredService<IPlausibilityStore>(), provider.GetRequiredService<ILeaderboardStore>(), Time(provider),
            provider.GetRequiredService<ILogger<PlayJudge>>()));
    }

    // The application's clock where it has registered one; nothing is registered for it.
    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    // That the configuration's section has been read.
    private sealed class RulesAdded;
}
