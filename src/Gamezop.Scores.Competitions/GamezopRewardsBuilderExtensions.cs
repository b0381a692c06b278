using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds where rewards are paid out.</summary>
public static class GamezopRewardsBuilderExtensions
{
    /// <summary>
    /// Pays rewards out through a handler of the publisher's. It is resolved from dependency injection: scoped, unless registered before. Ask for rewards
    /// through <see cref="IRewards"/>. Without a handler rewards are kept as owed.
    /// </summary>
    /// <typeparam name="T">The handler.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is a handler already: a reward is paid in one place.</exception>
    public static IGamezopScoresBuilder AddRewardHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IGamezopScoresBuilder builder)
        where T : class, IRewardHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(IRewardHandler)))
            throw new InvalidOperationException("There is a reward handler already: a reward is paid in one place.");
        builder.Services.TryAddScoped<T>();
        builder.Services.AddTransient<IRewardHandler>(static provider => provider.GetRequiredService<T>());
        return builder.AddRewards();
    }

    /// <summary>Adds what all competitions with rewards share. May be called again.</summary>
    internal static IGamezopScoresBuilder AddRewards(this IGamezopScoresBuilder builder)
    {
        IServiceCollection services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(RewardBook)))
            return builder;
        builder.AddLeaderboards();
        OptionsBuilder<RewardsOptions> options = services.AddOptions<RewardsOptions>().ValidateOnStart();
        IConfigurationSection? section = builder.GetFeatureSection("Rewards");
        if (section is not null)
            options.Bind(section);
        services.AddSingleton<IValidateOptions<RewardsOptions>>(new RewardsOptionsRules(section));
        services.AddSingleton<MemoryRewardStore>();
        services.TryAddSingleton<IRewardStore>(static provider => provider.GetRequiredService<MemoryRewardStore>());
        services.AddSingleton(static provider => new RewardMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(static provider => new RewardBook(
            provider.GetRequiredService<IRewardStore>(), provider.GetRequiredService<BannedUsers>(), provider.GetRequiredService<RewardMetrics>(), Time(provider)));
        services.AddSingleton<IRewards>(static provider => new Rewards(
            provider.GetRequiredService<IRewardStore>(), provider.GetRequiredService<RewardBook>(), provider.GetRequiredService<BannedUsers>(), Time(provider)));
        services.AddSingleton(static provider => new RewardPayer(
            provider.GetRequiredService<IRewardStore>(), provider.GetRequiredService<RewardBook>(), provider.GetRequiredService<BannedUsers>(), provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IRewardHandler)), provider.GetRequiredService<IOptions<RewardsOptions>>().Value,
            provider.GetRequiredService<RewardMetrics>(), Time(provider), provider.GetRequiredService<ILogger<RewardPayer>>()));
        services.AddSingleton(static provider => new RewardsService(
            provider.GetRequiredService<IOptions<RewardsOptions>>(), provider.GetRequiredService<BoardCatalog>(), provider.GetRequiredService<IRewardStore>(), provider.GetRequiredService<RewardBook>(),
            provider.GetRequiredService<RewardPayer>(), new BanFollower(provider.GetRequiredService<BannedUsers>(), provider.GetRequiredService<RewardBook>()), Time(provider),
            provider.GetRequiredService<ILogger<RewardsService>>()));
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<RewardsService>());
        // Only where the application has health checks.
        services.Configure<HealthCheckServiceOptions>(static health => health.Registrations.Add(
            new HealthCheckRegistration("gamezop-rewards", static provider => provider.GetRequiredService<RewardsService>(), HealthStatus.Unhealthy, ["gamezop"])));
        return builder;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
