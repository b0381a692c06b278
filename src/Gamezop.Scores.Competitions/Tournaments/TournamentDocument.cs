using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>Whether code and configuration no longer have it: what there is goes to its end, and nothing new begins.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Starts up to this instant have an occurrence or never will; null before the first was looked for.</summary>
    public DateTimeOffset? ScheduledThrough { get; init; }

    /// <summary>Since when every event has found the occurrences of this schedule there; null while it cannot be told when they take place.</summary>
    public DateTimeOffset? FollowedSince { get; init; }

    /// <summary>What is wrong with the time zone, as the rest of a sentence; null for nothing.</summary>
    [JsonIgnore]
    public string? ZoneProblem => SettingText.UnknownZone(Definition.TimeZone);

    /// <summary>Whether two definitions say the same.</summary>
    public static bool Same(TournamentSettings one, TournamentSettings other) =>
        JsonSerializer.Serialize(one, TournamentsJson.Default.TournamentSettings) == JsonSerializer.Serialize(
            other, TournamentsJson.Default.TournamentSettings);

    public static TournamentDocument Read(string text) => JsonSerializer.Deserialize(text, TournamentsJson.Default.TournamentDocument)
        ?? throw new JsonException("There is no definition.");

    /// <summary>The definition; a time zone that this system does not know is replaced by UTC.</summary>
    public TournamentDefinition ReadDefinition() => TournamentSettingsMap.ToDefinition(Definition.WithKnownZone(), Definition.Id ?? "").Copy();

    public string Write() => JsonSerializer.Serialize(this, TournamentsJson.Default.TournamentDocument);
}
