using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds handlers and filters to the pipeline.</summary>
public static class GamezopScoresBuilderExtensions
{
    /// <summary>Adds a handler for every event. It is resolved from dependency injection: scoped, unless registered with another lifetime before.</summary>
    /// <typeparam name="T">The handler; an <see cref="IScoreBatchHandler"/> is handed batches.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder AddHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IGamezopScoresBuilder builder)
        where T : class, IScoreHandler => builder.AddHandler<T>(static _ => { });

    /// <summary>Adds a handler with settings of its own.</summary>
    /// <typeparam name="T">The handler; an <see cref="IScoreBatchHandler"/> is handed batches.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets its name, the states that it wants, and its limits.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IGamezopScoresBuilder AddHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IGamezopScoresBuilder builder, Action<ScoreHandlerOptions> configure)
        where T : class, IScoreHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        Register<T>(builder).AddHandler<T>(configure);
        return builder;
    }

    /// <summary>Adds a handler for every event that is a lambda.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name, for logs and metrics, and with a store what waits for it. Not empty, and unique among the handlers.</param>
    /// <param name="handler">What <see cref="IScoreHandler.HandleAsync"/> would do.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder AddHandler(this IGamezopScoresBuilder builder, string name, Func<ScoreContext, CancellationToken, ValueTask> handler) =>
        builder.AddHandler(name, handler, static _ => { });

    /// <summary>Adds a handler that is a lambda, with settings of its own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name, for logs and metrics, and with a store what waits for it. Not empty, and unique among the handlers.</param>
    /// <param name="handler">What <see cref="IScoreHandler.HandleAsync"/> would do.</param>
    /// <param name="configure">Sets the states that it wants, and its limits.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name, or an option, is out of its range.</exception>
    public static IGamezopScoresBuilder AddHandler(
        this IGamezopScoresBuilder builder, string name, Func<ScoreContext, CancellationToken, ValueTask> handler, Action<ScoreHandlerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(configure);
        Parts(builder).AddHandler(name, handler, configure);
        return builder;
    }

    /// <summary>
    /// Adds a filter around the handlers; the first one added is the outermost. It is resolved from dependency injection: scoped, unless
    /// registered before.
    /// </summary>
    /// <typeparam name="T">The filter.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IGamezopScoresBuilder builder)
        where T : class, IScoreFilter
    {
        ArgumentNullException.ThrowIfNull(builder);
        Register<T>(builder).AddFilter<T>();
        return builder;
    }

    /// <summary>
    /// For authors of features: the section that a feature reads its options from, inside the one that was given to <c>AddGamezopScores</c>. A section that
    /// was asked for is no unknown setting; one of this SDK's that nothing has asked for is warned of at start.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="key">The section's name, e.g. <c>Leaderboards</c>.</param>
    /// <returns>The section, empty where it isn't there; null when the options were set in code.</returns>
    public static IConfigurationSection? GetFeatureSection(this IGamezopScoresBuilder builder, string key)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (builder.Configuration?.GetSection(key) is not { } section)
            return null;
        builder.Services.AddSingleton(new FeatureSection(section.Path));
        return section;
    }

    private static PipelineParts Register<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IGamezopScoresBuilder builder)
        where T : class
    {
        var parts = Parts(builder);
        if (!parts.IsRegistered<T>())
            builder.Services.AddScoped<T>();
        return parts;
    }

    private static PipelineParts Parts(IGamezopScoresBuilder builder) =>
        builder.Services.Select(service => service.ImplementationInstance).OfType<PipelineParts>().Single();
}
