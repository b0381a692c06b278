using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of a user's session of a game: its countries. Its plays are rows of their own, so that an event costs the same however many there are.</summary>
internal sealed class SessionFacts
{
    // With each of these countries all plays of the session are judged anew; with further ones, plays that have new events.
    private const int MostJudged = 8;

    [JsonPropertyName("c"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> Countries { get; } = new(StringComparer.Ordinal);

    /// <summary>The end of the UTC day of its latest event: so an event is a write only where it is the first one of a day, or of a country.</summary>
    [JsonPropertyName("t")]
    public DateTimeOffset LastAt { get; set; }

    /// <summary>How many countries there were when all of its plays had last been judged by them; from then on only plays with new events are.</summary>
    [JsonPropertyName("j")]
    public int Judged { get; set; }

    /// <summary>Whether its plays have to be judged anew.</summary>
    [JsonIgnore]
    public bool IsNews => Judged < MostJudged && Countries.Count > Math.Max(Judged, 1);

    public static SessionFacts Read(ReadOnlyMemory<byte> data) => data.IsEmpty ? new SessionFacts() : JsonSerializer.Deserialize(data.Span, PlausibilityJson.Default.SessionFacts)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PlausibilityJson.Default.SessionFacts);

    public void Fold(ScoreEvent scored)
    {
        if (CountryCode.Normalize(scored.Country) is { } country)
            Countries.Add(country);
        DateTimeOffset day = new(scored.Timestamp.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset end = day < DateTimeOffset.MaxValue.AddDays(-1) ? day.AddDays(1) : DateTimeOffset.MaxValue;
        if (end > LastAt)
            LastAt = end;
    }
}
