using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the competitions' health check.</summary>
public static class GamezopCompetitionsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check named <c>gamezop-competitions</c> with the tag <c>gamezop</c>. It fails until all rankings have been read from the store, and when a rank in memory is found that
    /// a count over the store does not confirm, and while the store cannot be written to or scores cannot be counted; it is degraded while anything
    /// else cannot be done that is tried again, while a store has a warning, while a definition that is kept cannot be read,
    /// while a board's order has not come from Gamezop or contradicts itself there, and when Gamezop says another one now. Every five minutes a few users of one ranking are compared, in the background.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <returns>The same. Without <c>AddLeaderboards</c> (<c>AddTournaments</c> and <c>AddTargets</c> call it) asking for health throws an <see cref="InvalidOperationException"/> that says so.</returns>
    public static IHealthChecksBuilder AddGamezopCompetitions(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration("gamezop-competitions", Create, failureStatus: null, ["gamezop"]));
    }

    private static CompetitionsHealthCheck Create(IServiceProvider provider) => new(
        provider.GetService<BoardCatalog>() ?? throw new InvalidOperationException("There are no competitions whose health could be told. Call AddLeaderboards after AddGamezopScores, or leave AddGamezopCompetitions out."),
        provider.GetRequiredService<RankingSelfCheck>(),
        provider.GetRequiredService<OrderWatch>(),
        provider.GetRequiredService<OngoingFailures>(),
        provider.GetService<TournamentCatalog>(),
        provider.GetService<TargetCatalog>(),
        provider.GetServices<IStoreProbe>());
}
