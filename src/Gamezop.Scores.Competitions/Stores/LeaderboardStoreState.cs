namespace Gamezop.Scores.Competitions;

/// <summary>What is read once when the host starts.</summary>
/// <param name="Boards">All revisions of all boards.</param>
/// <param name="Windows">The windows of each scope.</param>
/// <param name="Banned">The banned users.</param>
/// <param name="Held">The ids of boards whose windows are held open.</param>
public sealed record LeaderboardStoreState(
    IReadOnlyList<StoredBoard> Boards, IReadOnlyDictionary<string, IReadOnlyList<StoredWindow>> Windows, IReadOnlyCollection<string> Banned, IReadOnlyCollection<string> Held);
