namespace Gamezop.Scores;

/// <summary>The <c>leaderboard</c> that some broadcasts carry.</summary>
public sealed class ScoreBroadcastLeaderboard
{
    internal ScoreBroadcastLeaderboard(string? id, string? name, string? description)
    {
        Id = id;
        Name = name;
        Description = description;
    }

    /// <summary>Gamezop's id of it, e.g. <c>NyM_JGWcx_default</c>; null when the payload has none.</summary>
    public string? Id { get; }

    /// <summary>Its name, or null.</summary>
    public string? Name { get; }

    /// <summary>Its description, or null.</summary>
    public string? Description { get; }
}
