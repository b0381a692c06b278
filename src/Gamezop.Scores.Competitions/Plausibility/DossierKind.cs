namespace Gamezop.Scores.Competitions;

/// <summary>What a dossier is about. A kept word: never rename.</summary>
public enum DossierKind
{
    /// <summary>One user's play.</summary>
    Play,

    /// <summary>One user's session of a game.</summary>
    Session,
}
