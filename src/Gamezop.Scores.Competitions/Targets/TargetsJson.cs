using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetSettings))]
internal sealed partial class TargetsJson : JsonSerializerContext;
