using Gamezop.Scores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the SDK's health check.</summary>
public static class GamezopScoresHealthChecksBuilderExtensions
{
    /// <summary>Adds a check named <c>gamezop-scores</c> with the tag <c>gamezop</c>: degraded while a changed configuration is refused.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <returns>The same.</returns>
    public static IHealthChecksBuilder AddGamezopScores(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<ScoresHealthCheck>("gamezop-scores", tags: ["gamezop"]);
    }
}
