namespace Gamezop.Scores.Competitions;

/// <summary>One user in one ranking of a board.</summary>
/// <param name="Window">The window's key.</param>
/// <param name="Partition">The partition; empty for everybody's ranking.</param>
/// <param name="UserId">The user.</param>
public readonly record struct PlayerKey(string Window, string Partition, string UserId);
