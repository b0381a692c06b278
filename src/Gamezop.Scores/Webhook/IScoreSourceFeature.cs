namespace Gamezop.Scores;

/// <summary>
/// Says which source's api key let a call in: set by <see cref="ApiKeyMiddleware"/> among the request's features, for an endpoint of one's own
/// behind it. It is not there when the key was one of <see cref="GamezopScoresOptions.ApiKeys"/>, or when there was none.
/// </summary>
/// <example><code>string? source = context.Features.Get&lt;IScoreSourceFeature&gt;()?.Name;</code></example>
public interface IScoreSourceFeature
{
    /// <summary>The source's name, a key of <see cref="GamezopScoresOptions.Sources"/>.</summary>
    string Name { get; }
}
