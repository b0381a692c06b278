namespace Gamezop.Scores;

/// <summary>What became of an event that was appended.</summary>
public enum InboxAppend
{
    /// <summary>It is new: it will be delivered.</summary>
    Added,

    /// <summary>Its id was there already: nothing was changed.</summary>
    Duplicate,
}
