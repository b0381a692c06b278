namespace Gamezop.Scores;

/// <summary>What became of a change to a consumer.</summary>
public enum ConsumerChange
{
    /// <summary>It holds.</summary>
    Done,

    /// <summary>There is no consumer of that name.</summary>
    NotFound,

    /// <summary>Nothing was changed: a node that is running has a handler of that name.</summary>
    InUse,
}
