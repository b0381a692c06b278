using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlayFacts))]
[JsonSerializable(typeof(SessionFacts))]
[JsonSerializable(typeof(IReadOnlyList<PlausibilityBreach>))]
[JsonSerializable(typeof(ScoreEvent))]
internal sealed partial class PlausibilityJson : JsonSerializerContext;
