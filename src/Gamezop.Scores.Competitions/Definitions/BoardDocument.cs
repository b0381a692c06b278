using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of a board as one text.</summary>
internal sealed record BoardDocument
{
    public LeaderboardSettings Definition { get; set; } = new();

    /// <summary>The order that Gamezop's metadata gave, on a board that takes it from there.</summary>
    public LeaderboardOrder? Order { get; set; }

    /// <summary>Whether the board was added at run time: then the store is the only place that knows it.</summary>
    public bool AddedAtRunTime { get; set; }

    /// <summary>Closed windows that end here or before are not kept any more.</summary>
    public DateTimeOffset PrunedThrough { get; set; }

    /// <summary>Events from before this do not count any more, however they come: plays from then are kept as one value per user.</summary>
    public DateTimeOffset SettledThrough { get; set; }

    /// <summary>When the board was added, or the oldest event arrived that a rebuild brought: it has no older scores to lose.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>
    /// What operators have removed of users' scores. Also of windows that are not kept any more: a rebuild to wider ones would bring it
    /// back.
    /// </summary>
    public IReadOnlyList<ScoreRemoval> Removals { get; set; } = [];

    public static BoardDocument Read(string text) => JsonSerializer.Deserialize(text, CompetitionsJson.Default.BoardDocument)
        ?? throw new JsonException("There is no definition.");

    public string Write() => JsonSerializer.Serialize(this, CompetitionsJson.Default.BoardDocument);
}
