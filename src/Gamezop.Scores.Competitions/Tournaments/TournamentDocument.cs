using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of a tournament as one text.</summary>
internal sealed class TournamentDocument
{
    public TournamentSettings Definition { get; set; } = new();

    /// <summary>The order that Gamezop's metadata gave, for a tournament that takes it from there; null until it is known.</summary>
    public LeaderboardOrder? Order { get; set; }

    /// <summary>Whether it was added at run time: then the store is the only place that knows it.</summary>
    public bool AddedAtRunTime { get; set; }

    /// <summary>When it was added: occurrences that were over by then have never been.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The start of the last occurrence that there is; null for none.</summary>
    public DateTimeOffset? LastStart { get; set; }

    public static TournamentDocument Read(string text) => JsonSerializer.Deserialize(text, TournamentsJson.Default.TournamentDocument)!;

    public string Write() => JsonSerializer.Serialize(this, TournamentsJson.Default.TournamentDocument);
}
