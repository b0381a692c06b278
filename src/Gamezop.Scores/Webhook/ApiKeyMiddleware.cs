using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Lets a call pass when its <c>api-key</c> header is one of <see cref="GamezopScoresOptions.ApiKeys"/> or a key of one of the
/// <see cref="GamezopScoresOptions.Sources"/>, and answers 401 otherwise: when the header is missing, wrong, or there more than once. The
/// body is not read before the key is right.
/// </summary>
/// <remarks>
/// <c>MapGamezopScores</c> has it built in. Use it by itself, with <c>UseGamezopApiKey</c>, before an endpoint of your own that Gamezop calls.
/// Keys are compared as SHA-256 hashes in constant time, every configured key of every source each time. What comes after finds the source in
/// <see cref="IScoreSourceFeature"/>.
/// Source: Gamezop's publisher documentation, "Receive user scores".
/// </remarks>
public sealed class ApiKeyMiddleware
{
    /// <summary>The name of the header: <c>api-key</c>.</summary>
    public const string HeaderName = "api-key";

    private readonly RequestDelegate _next;
    private readonly LiveOptions _options;
    private readonly ScoreMetrics _metrics;
    private readonly ILogger<ApiKeyMiddleware> _logger;
    private readonly LogSampler _refusals;
    private volatile Keys? _keys;

    /// <summary>Called by ASP.NET Core.</summary>
    /// <param name="next">What runs when the key is right.</param>
    /// <param name="services">The application's services, to which <c>AddGamezopScores</c> has been added.</param>
    /// <exception cref="InvalidOperationException"><c>AddGamezopScores</c> was not called.</exception>
    public ApiKeyMiddleware(RequestDelegate next, IServiceProvider services)
    {
        _next = next;
        _options = services.GetRequiredService<LiveOptions>();
        _metrics = services.GetRequiredService<ScoreMetrics>();
        _logger = services.GetRequiredService<ILogger<ApiKeyMiddleware>>();
        _refusals = new LogSampler(services.GetService<TimeProvider>() ?? TimeProvider.System);
    }

    /// <summary>Checks the key of one call.</summary>
    /// <param name="context">The call.</param>
    /// <returns>A task that ends with the call.</returns>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Check(context) is { } reason ? RefuseAsync(context, reason) : _next(context);
    }

    /// <summary>The name of the source whose key let a call in, or null.</summary>
    internal static string? SourceOf(HttpContext context) => context.Features.Get<IScoreSourceFeature>()?.Name;

    private string? Check(HttpContext context)
    {
        var options = _options.Current;
        var keys = _keys;
        if (keys is null || keys.Source != options)
            _keys = keys = new Keys(options, new ApiKeySet(options));

        var header = context.Request.Headers[HeaderName];
        return header.Count switch
        {
            0 => options.AllowAnonymous ? null : "missing",
            1 when keys.Set.IsEmpty => options.AllowAnonymous ? null : "wrong",
            1 => Find(context, keys.Set, header[0] ?? ""),
            _ => "repeated",
        };
    }

    private static string? Find(HttpContext context, ApiKeySet keys, string key)
    {
        if (!keys.TryFind(key, out var source))
            return "wrong";
        if (source is not null)
            context.Features.Set<IScoreSourceFeature>(source);
        return null;
    }

    private Task RefuseAsync(HttpContext context, string reason)
    {
        if (_refusals.ShouldLog(out var unlogged))
            Log.KeyRefused(_logger, reason, unlogged);
        _metrics.KeyRefused(reason);
        context.Response.Headers.WWWAuthenticate = HeaderName;
        return Problems.CutShortAsync(context, StatusCodes.Status401Unauthorized, $"The {HeaderName} header is {reason}.");
    }

    private sealed record Keys(GamezopScoresOptions Source, ApiKeySet Set);
}
