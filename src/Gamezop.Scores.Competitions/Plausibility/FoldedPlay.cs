namespace Gamezop.Scores.Competitions;

/// <summary>A play with new events folded in, which the store may not have yet.</summary>
/// <param name="Dossier">The dossier to write, with the version that it was read with.</param>
/// <param name="IsNews">Whether the events have changed it.</param>
/// <param name="Facts">What is known of the play.</param>
/// <param name="Evidence">The same, for rules.</param>
/// <param name="Events">The new events.</param>
internal sealed record FoldedPlay(StoredDossier Dossier, bool IsNews, PlayFacts Facts, PlayEvidence Evidence, IReadOnlyList<ScoreContext> Events);
