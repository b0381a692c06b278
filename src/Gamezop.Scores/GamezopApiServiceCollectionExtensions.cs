using System.Net;
using Gamezop.Scores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client for Gamezop's All Games API and leaderboards metadata.</summary>
public static class GamezopApiServiceCollectionExtensions
{
    /// <summary>Adds <see cref="GamezopApi"/> with the settings of a configuration section, usually <c>Configuration.GetSection("Gamezop:Api")</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section. Settings that are not valid stop the host's start with an
    /// <see cref="OptionsValidationException"/> that says what to write.</param>
    /// <returns>A builder for the client: add handlers for resilience there, or set another time-out.</returns>
    public static IHttpClientBuilder AddGamezopApi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<GamezopApiOptions>().Bind(configuration).ValidateOnStart();
        if (configuration is IConfigurationSection section)
            services.AddSingleton(new FeatureSection(section.Path));
        return AddCore(services, configuration);
    }

    /// <summary>Adds <see cref="GamezopApi"/> with settings made in code.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options. Settings that are not valid stop the host's start with an <see cref="OptionsValidationException"/>.</param>
    /// <returns>A builder for the client: add handlers for resilience there, or set another time-out.</returns>
    public static IHttpClientBuilder AddGamezopApi(this IServiceCollection services, Action<GamezopApiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<GamezopApiOptions>().Configure(configure).ValidateOnStart();
        return AddCore(services, null);
    }

    private static IHttpClientBuilder AddCore(IServiceCollection services, IConfiguration? configuration)
    {
        services.AddSingleton<IValidateOptions<GamezopApiOptions>>(new GamezopApiOptionsRules(configuration));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GamezopApiOptions>, GamezopApiOptionsAttributes>());

        // One for the application, because it caches; the factory gives it a fresh HttpClient for each request.
        services.TryAddSingleton(provider => new GamezopApi(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<IOptions<GamezopApiOptions>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services.AddHttpClient(GamezopApi.ClientName)
            .ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(30))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
    }
}
