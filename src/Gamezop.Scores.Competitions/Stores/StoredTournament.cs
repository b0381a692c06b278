namespace Gamezop.Scores.Competitions;

/// <summary>A tournament as a store keeps it.</summary>
/// <param name="Id">The tournament's id.</param>
/// <param name="Document">What it is, as text: opaque to the store.</param>
public sealed record StoredTournament(string Id, string Document);
