using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds targets.</summary>
public static class GamezopTargetsBuilderExtensions
{
    /// <summary>
    /// Gives users targets and rewards those who reach them: the targets of the configuration's section <c>Targets</c> (of the section given to
    /// <c>AddGamezopScores</c>) and those added here. Ask them through <see cref="ITargets"/>. Progress is kept in memory unless a store is added; rewards are
    /// paid where <c>AddRewardHandler</c> says.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds targets.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="TargetDefinitionException">A definition breaks a rule. One that is configured stops the host's start.</exception>
    public static IGamezopScoresBuilder AddTargets(this IGamezopScoresBuilder builder, Action<TargetsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        bool added = services.Any(service => service.ServiceType == typeof(TargetCatalog));
        if (!added && builder.GetFeatureSection("Targets") is { } section)
            services.AddOptions<TargetsOptions>().Configure(options =>
            {
                foreach (TargetDefinition definition in TargetConfiguration.Read(section))
                    options.Add(definition);
            });
        if (configure is not null)
            services.AddOptions<TargetsOptions>().Configure(configure);
        if (added)
            return builder;

        builder.AddRewards();
        services.AddOptions<TargetsOptions>().ValidateOnStart();
        services.TryAddSingleton<ITargetStore>(static provider => new MemoryTargetStore(provider.GetRequiredService<MemoryRewardStore>()));
        services.AddSingleton(static provider => new TargetCatalog(
            provider.GetRequiredService<ITargetStore>(), provider.GetRequiredService<RewardBook>(), provider.GetRequiredService<BannedUsers>(), provider.GetRequiredService<QuarantinedPlays>(),
            provider.GetRequiredService<ILogger<TargetCatalog>>()));
        services.AddSingleton<ICompetition>(static provider => provider.GetRequiredService<TargetCatalog>());
        services.AddSingleton<IWithinLimits>(static provider => provider.GetRequiredService<TargetCatalog>());
        services.AddSingleton<ITargets>(static provider => new Targets(provider.GetRequiredService<TargetCatalog>(), provider.GetRequiredService<ITargetStore>(), Time(provider)));
        services.AddSingleton<IHostedService>(static provider => new TargetsService(
            provider.GetRequiredService<IOptions<TargetsOptions>>(), provider.GetRequiredService<TargetCatalog>(), provider.GetRequiredService<RewardBook>(),
            provider.GetRequiredService<IScoreBacklog>(), provider.GetRequiredService<OngoingFailures>(), Time(provider),
            provider.GetRequiredService<ILogger<TargetsService>>()));
        return builder;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
