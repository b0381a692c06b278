using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of a user's session of a game: its countries, and its plays, which are all concerned when there is another country.</summary>
internal sealed class SessionFacts
{
    [JsonPropertyName("c"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> Countries { get; } = new(StringComparer.Ordinal);

    /// <summary>When each of its plays was last heard of.</summary>
    [JsonPropertyName("p"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, DateTimeOffset> Plays { get; } = new(StringComparer.Ordinal);

    [JsonPropertyName("t")]
    public DateTimeOffset LastAt { get; set; }

    /// <summary>How many countries there were when all of its plays had last been judged by them; from then on only plays with new events are.</summary>
    [JsonPropertyName("j")]
    public int Judged { get; set; }

    /// <summary>Whether its plays have to be judged anew.</summary>
    [JsonIgnore]
    public bool IsNews => Countries.Count > Math.Max(Judged, 1);

    public static SessionFacts Read(ReadOnlyMemory<byte> data) => data.IsEmpty ? new SessionFacts() : JsonSerializer.Deserialize(data.Span, PlausibilityJson.Default.SessionFacts)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PlausibilityJson.Default.SessionFacts);

    public void Fold(ScoreEvent scored)
    {
        DateTimeOffset at = scored.Timestamp.ToUniversalTime();
        if (CountryCode.Normalize(scored.Country) is { } country)
            Countries.Add(country);
        if (at > LastAt)
            LastAt = at;
        if (!PlayFacts.Takes(scored))
            return;
        if (!Plays.TryGetValue(scored.GamePlayId, out DateTimeOffset last) || at > last)
            Plays[scored.GamePlayId] = at;
        // A session that never ends must not become ever larger: older plays are not judged any more.
        foreach (string old in Plays.Where(play => LastAt - play.Value > PlayJudge.JudgedFor).Select(play => play.Key).ToList())
            Plays.Remove(old);
    }
}
