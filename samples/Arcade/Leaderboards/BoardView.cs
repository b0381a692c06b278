namespace Arcade;

/// <summary>A leaderboard on a page; <c>board.js</c> fills it and keeps it as it is on the server.</summary>
/// <param name="Id">The board's id.</param>
/// <param name="Caption">Says which it is, to who can't see the page.</param>
/// <param name="Partition">A game's code or a country; null for everybody's.</param>
/// <param name="Limit">How many places.</param>
internal sealed record BoardView(string Id, string Caption, string? Partition = null, int Limit = 10);
