using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BoardDocument))]
[JsonSerializable(typeof(ScoreEvent))]
internal sealed partial class CompetitionsJson : JsonSerializerContext;
