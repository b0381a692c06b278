using Microsoft.AspNetCore.Builder;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>What a publisher's application has beside the boards.</summary>
internal sealed record HostSetup
{
    /// <summary>More of the builder.</summary>
    public Action<IGamezopScoresBuilder>? Scores { get; init; }

    /// <summary>The middleware.</summary>
    public Action<WebApplication>? Use { get; init; }

    /// <summary>More about the routes.</summary>
    public Action<IEndpointConventionBuilder>? Map { get; init; }

    /// <summary>More options of the routes.</summary>
    public Action<GamezopCompetitionsOptions>? Options { get; init; }

    /// <summary>Whether the application is on ASP.NET Core's test server, which keeps no raw target, in place of Kestrel.</summary>
    public bool OnTestServer { get; init; }

    /// <summary>Whether to wait until queries are answered.</summary>
    public bool WaitUntilReady { get; init; } = true;
}
