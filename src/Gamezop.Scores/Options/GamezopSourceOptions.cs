namespace Gamezop.Scores;

/// <summary>One of a publisher's apps or sites that Gamezop made a property for: an entry of <see cref="GamezopScoresOptions.Sources"/>.</summary>
public sealed class GamezopSourceOptions
{
    /// <summary>
    /// The keys that Gamezop sends for this source alone. At least one; what is said of <see cref="GamezopScoresOptions.ApiKeys"/> holds
    /// here too.
    /// </summary>
    public IList<string> ApiKeys { get; set => field = value ?? []; } = [];
}
