using Gamezop.Scores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the SDK's health check.</summary>
public static class GamezopScoresHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check named <c>gamezop-scores</c> with the tag <c>gamezop</c>. Degraded while a changed configuration is refused. With a
    /// store: unhealthy while the inbox
    /// is not open, is full, or could not be written to when that was last tried (by a call, or for trial when there was none for 30
    /// seconds, and every 5 seconds while it fails);
    /// degraded from <see cref="ScoreInboxOptions.DegradedAge"/> and <see cref="ScoreInboxOptions.DegradedDeadLetters"/> on.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <returns>The same.</returns>
    public static IHealthChecksBuilder AddGamezopScores(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<ScoresHealthCheck>("gamezop-scores", tags: ["gamezop"]);
    }
}
