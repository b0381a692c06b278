namespace Gamezop.Scores.Competitions;

/// <summary>Whose dossier on what.</summary>
/// <param name="Kind">Of a play or a session.</param>
/// <param name="GameCode">The game.</param>
/// <param name="Id">The play's or the session's id.</param>
/// <param name="UserId">The user.</param>
public readonly record struct DossierKey(DossierKind Kind, string GameCode, string Id, string UserId);
