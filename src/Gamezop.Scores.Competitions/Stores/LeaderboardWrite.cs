namespace Gamezop.Scores.Competitions;

/// <summary>One atomic step of one board.</summary>
/// <param name="Windows">The windows that <paramref name="Players"/> are in; those that are not there yet are made.</param>
/// <param name="Players">The users' new states; each once.</param>
/// <param name="Uncounted">Events to list; one that is listed already stays as it is.</param>
public sealed record LeaderboardWrite(IReadOnlyList<StoredWindow> Windows, IReadOnlyList<PlayerWrite> Players, IReadOnlyList<UncountedEvent> Uncounted);
