namespace Gamezop.Scores.Competitions;

/// <summary>What an occurrence is to be once it is kept.</summary>
/// <param name="Occurrence">The occurrence.</param>
/// <param name="Document">What is to be kept of it.</param>
/// <param name="Ranking">Its new standings; null while it is not known which scores are better.</param>
internal sealed record RedefinedOccurrence(Occurrence Occurrence, OccurrenceDocument Document, OccurrenceRanking? Ranking);
