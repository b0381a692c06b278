using Gamezop.Scores.Competitions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the competitions' health check.</summary>
public static class GamezopCompetitionsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check named <c>gamezop-competitions</c> with the tag <c>gamezop</c>. It fails until all rankings have been read from the store, and when a rank in memory is found that
    /// a count over the store does not confirm; it is degraded while a board's order has not come from Gamezop, and when Gamezop says another one now. Every five minutes a few users of one ranking are compared, in the background.
    /// </summary>
    /// <param name="builder">The application's health checks; <c>AddLeaderboards</c> is called too.</param>
    /// <returns>The same.</returns>
    public static IHealthChecksBuilder AddGamezopCompetitions(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<CompetitionsHealthCheck>("gamezop-competitions", tags: ["gamezop"]);
    }
}
