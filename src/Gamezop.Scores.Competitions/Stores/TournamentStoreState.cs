namespace Gamezop.Scores.Competitions;

/// <summary>What is read once when the host starts.</summary>
/// <param name="Tournaments">All tournaments.</param>
/// <param name="Occurrences">All occurrences.</param>
/// <param name="Joined">How many have joined, by occurrence; those without anybody may be left out.</param>
/// <param name="Marked">Players with attempts of their own, or disqualified.</param>
public sealed record TournamentStoreState(
    IReadOnlyList<StoredTournament> Tournaments, IReadOnlyList<StoredOccurrence> Occurrences, IReadOnlyDictionary<string, int> Joined, IReadOnlyList<StoredTournamentPlayer> Marked);
