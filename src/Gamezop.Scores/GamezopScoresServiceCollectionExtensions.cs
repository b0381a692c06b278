using System.Diagnostics.Metrics;
using Gamezop.Scores;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the receiving of Gamezop's scores to an application.</summary>
public static class GamezopScoresServiceCollectionExtensions
{
    /// <summary>
    /// Adds the SDK with the settings of a configuration section, usually <c>Configuration.GetSection("Gamezop")</c>; the members of
    /// <see cref="GamezopScoresOptions"/> are its keys. Changes of the configuration take effect without a restart.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section. Settings that are not valid stop the host's start with an
    /// <see cref="OptionsValidationException"/> that says what to write.</param>
    /// <returns>A builder for handlers, filters, stores and competitions.</returns>
    public static IGamezopScoresBuilder AddGamezopScores(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<GamezopScoresOptions>().Bind(configuration);
        return AddCore(services, configuration);
    }

    /// <summary>Adds the SDK with settings made in code.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options. Settings that are not valid stop the host's start with an <see cref="OptionsValidationException"/>.</param>
    /// <returns>A builder for handlers, filters, stores and competitions.</returns>
    public static IGamezopScoresBuilder AddGamezopScores(this IServiceCollection services, Action<GamezopScoresOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<GamezopScoresOptions>().Configure(configure);
        return AddCore(services, null);
    }

    private static GamezopScoresBuilder AddCore(IServiceCollection services, IConfiguration? configuration)
    {
        services.AddSingleton<IValidateOptions<GamezopScoresOptions>>(
            provider => new GamezopScoresOptionsRules(configuration, provider.GetServices<FeatureSection>()));
        if (services.Any(service => service.ServiceType == typeof(PipelineParts)))
            return new GamezopScoresBuilder(services, configuration);

        services.AddSingleton<IValidateOptions<GamezopScoresOptions>, GamezopScoresOptionsAttributes>();
        services.AddSingleton(provider => new LiveOptions(
            provider.GetRequiredService<IOptionsFactory<GamezopScoresOptions>>(), provider.GetServices<IOptionsChangeTokenSource<GamezopScoresOptions>>(),
            Logger<LiveOptions>(provider)));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<LiveOptions>());
        services.AddSingleton(provider => new ScoreMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new EventClock(Time(provider), provider.GetRequiredService<ScoreMetrics>()));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<EventClock>());
        services.AddSingleton(new PipelineParts(services));
        services.AddSingleton(provider => new ScorePipeline(
            provider.GetRequiredService<PipelineParts>(), provider, provider.GetRequiredService<ScoreMetrics>(), Logger<ScorePipeline>(provider)));
        services.TryAddSingleton<IScoreDelivery>(provider => new InRequestDelivery(
            provider.GetRequiredService<ScorePipeline>(), Time(provider), provider.GetService<IHostApplicationLifetime>()));
        services.AddSingleton(provider => new SubReader(provider.GetRequiredService<LiveOptions>(), Time(provider)));
        services.AddSingleton<IUserSubs>(provider => provider.GetRequiredService<SubReader>());
        services.AddSingleton<IGameUrls>(provider => new ProtectedGameUrls(
            provider.GetRequiredService<SubReader>(), provider.GetService<ISubKeyStore>(), Logger<ProtectedGameUrls>(provider)));
        services.AddSingleton(provider => new ScoreWebhook(
            provider.GetRequiredService<LiveOptions>(), provider.GetRequiredService<SubReader>(), provider.GetRequiredService<IScoreDelivery>(),
            provider.GetRequiredService<ScoreMetrics>(), provider.GetRequiredService<EventClock>(), Time(provider), Logger<ScoreWebhook>(provider)));
        services.AddHostedService(provider => new ScoresStartup(
            provider.GetRequiredService<LiveOptions>(), provider.GetRequiredService<ScorePipeline>(), configuration, provider.GetServices<FeatureSection>(),
            Logger<ScoresStartup>(provider)));
        return new GamezopScoresBuilder(services, configuration);
    }

    // The application's clock where it has registered one; nothing is registered for it.
    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    // A host always has logging; a bare service collection, which can still make game URLs, need not.
    private static ILogger<T> Logger<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
