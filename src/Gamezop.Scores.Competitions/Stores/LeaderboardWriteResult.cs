namespace Gamezop.Scores.Competitions;

/// <summary>What became of a <see cref="LeaderboardWrite"/>.</summary>
/// <param name="Written">Whether all of it is kept. Otherwise nothing is: a user's version is another one, or one of the windows takes no further writes.</param>
/// <param name="ClosedThrough">The board's <see cref="StoredBoard.ClosedThrough"/> at that moment: what the caller judges by when it computes anew.</param>
public readonly record struct LeaderboardWriteResult(bool Written, DateTimeOffset ClosedThrough);
