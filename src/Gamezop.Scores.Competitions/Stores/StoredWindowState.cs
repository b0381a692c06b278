namespace Gamezop.Scores.Competitions;

/// <summary>How far the closing of a window has come. A kept number: never renumber.</summary>
public enum StoredWindowState
{
    /// <summary>Its ranking is made of the players' entries.</summary>
    Open = 0,

    /// <summary>Its ranking is frozen; the publisher's hooks are still to be told.</summary>
    Closed = 1,

    /// <summary>Its ranking is frozen and the hooks know.</summary>
    Announced = 2,
}
