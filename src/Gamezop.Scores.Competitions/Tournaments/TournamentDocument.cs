using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of a tournament as one text.</summary>
internal sealed record TournamentDocument
{
    public TournamentSettings Definition { get; init; } = new();

    /// <summary>The order that Gamezop's metadata gave, for a tournament that takes it from there; null until it is known.</summary>
    public LeaderboardOrder? Order { get; init; }

    /// <summary>Whether it was added at run time: then the store is the only place that knows it.</summary>
    public bool AddedAtRunTime { get; init; }

    /// <summary>When it was added: occurrences that were over by then have never been.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The start of the last occurrence that there is; null for none.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>Whether two definitions say the same.</summary>
    public static bool Same(TournamentSettings one, TournamentSettings other) =>
        JsonSerializer.Serialize(one, TournamentsJson.Default.TournamentSettings) == JsonSerializer.Serialize(other, TournamentsJson.Default.TournamentSettings);

    public static TournamentDocument Read(string text) => JsonSerializer.Deserialize(text, TournamentsJson.Default.TournamentDocument)!;

    public string Write() => JsonSerializer.Serialize(this, TournamentsJson.Default.TournamentDocument);
}
