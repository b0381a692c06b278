namespace Gamezop.Scores.Competitions;

/// <summary>What a revision of a board is used for. A kept number: never renumber.</summary>
public enum StoredBoardState
{
    /// <summary>It answers queries.</summary>
    Active = 0,

    /// <summary>It is being filled by a rebuild.</summary>
    Building = 1,

    /// <summary>Only its closed windows are still read.</summary>
    Retired = 2,
}
