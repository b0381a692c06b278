namespace Gamezop.Scores.Competitions;

/// <summary>A board, or one revision of it.</summary>
/// <param name="Scope">Names it in every other method.</param>
/// <param name="LeaderboardId">The board's id; empty for a ranking that is no board's, such as a tournament's.</param>
/// <param name="Definition">Its definition as text: opaque to the store.</param>
/// <param name="State">What it is used for.</param>
/// <param name="ClosedThrough">Windows that end here or before take no further writes. Kept by the store: <see cref="ILeaderboardStore.SaveBoardAsync"/> never sets it back.</param>
public sealed record StoredBoard(string Scope, string LeaderboardId, string Definition, StoredBoardState State, DateTimeOffset ClosedThrough);
