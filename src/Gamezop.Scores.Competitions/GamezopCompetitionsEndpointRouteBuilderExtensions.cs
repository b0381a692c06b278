using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the queries of competitions.</summary>
public static class GamezopCompetitionsEndpointRouteBuilderExtensions
{
    /// <summary>Maps the public routes. Those about one user answer 403, since nobody says who asks.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">What the routes begin with, e.g. <c>/competitions</c>.</param>
    /// <returns>The conventions of all routes: add authorization, rate limits, CORS and the like as to any endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLeaderboards</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGamezopCompetitions(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix) =>
        endpoints.MapGamezopCompetitions(prefix, static _ => { });

    /// <summary>
    /// Maps <c>GET {prefix}/leaderboards</c>, <c>{prefix}/leaderboards/{id}</c> with <c>/scores</c> and <c>/rank</c>, <c>{prefix}/leaderboards/{id}/users/{userId}</c> and the live stream <c>{prefix}/live</c>;
    /// after <c>AddTournaments</c> also <c>GET {prefix}/tournaments</c>, <c>{prefix}/tournaments/{id}</c>, <c>{prefix}/tournaments/{id}/standings</c> with <c>/scores</c> and <c>/rank</c>, and
    /// <c>POST {prefix}/tournaments/{id}/players/{userId}</c>;
    /// after <c>AddTargets</c> <c>GET {prefix}/users/{userId}/targets</c>; where there are rewards <c>GET {prefix}/users/{userId}/rewards</c> and <c>POST {prefix}/users/{userId}/rewards/{key}/claim</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">What the routes begin with, e.g. <c>/competitions</c>.</param>
    /// <param name="configure">Sets options, above all who asks: <c>o => o.CurrentUser = context => context.User.Identity?.Name</c>.</param>
    /// <returns>The conventions of all routes: add authorization, rate limits, CORS and the like as to any endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLeaderboards</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGamezopCompetitions(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, Action<GamezopCompetitionsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(configure);
        ILeaderboards boards = endpoints.ServiceProvider.GetService<ILeaderboards>()
            ?? throw new InvalidOperationException("There is nothing to be asked. Call AddLeaderboards after AddGamezopScores, before the application is built.");
        var options = new GamezopCompetitionsOptions();
        configure(options);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        new LeaderboardEndpoints(boards, options).Map(group);
        new LiveEndpoint(endpoints.ServiceProvider.GetRequiredService<LiveServices>(), options).Map(group);
        if (endpoints.ServiceProvider.GetService<ITournaments>() is { } tournaments)
            new TournamentEndpoints(tournaments, options).Map(group);
        if (endpoints.ServiceProvider.GetService<ITargets>() is { } targets)
            new TargetEndpoints(targets, options).Map(group);
        if (endpoints.ServiceProvider.GetService<IRewards>() is { } rewards)
            new RewardEndpoints(rewards, options).Map(group);
        return group;
    }
}
