namespace Gamezop.Scores.Competitions;

/// <summary>An occurrence of a tournament as a store keeps it.</summary>
/// <param name="Id">The occurrence's id.</param>
/// <param name="TournamentId">The tournament's id.</param>
/// <param name="Document">Its definition and how far it has come, as text: opaque to the store.</param>
public sealed record StoredOccurrence(string Id, string TournamentId, string Document);
