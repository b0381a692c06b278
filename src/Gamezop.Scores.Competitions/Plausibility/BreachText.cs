using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>Breaches, and the event beside them, as a store keeps them and as operators read them.</summary>
internal static class BreachText
{
    public static string Write(IReadOnlyList<PlausibilityBreach> breaches) => JsonSerializer.Serialize(breaches, PlausibilityJson.Default.IReadOnlyListPlausibilityBreach);

    public static byte[] Write(ScoreEvent shown) => JsonSerializer.SerializeToUtf8Bytes(shown, PlausibilityJson.Default.ScoreEvent);

    public static IReadOnlyList<PlausibilityBreach> Read(string evidence) => JsonSerializer.Deserialize(evidence, PlausibilityJson.Default.IReadOnlyListPlausibilityBreach) ?? [];

    public static string Show(string evidence) => string.Join("; ", Read(evidence).Select(breach => $"{breach.Rule}: {breach.Seen}, allowed: {breach.Allowed}"));
}
