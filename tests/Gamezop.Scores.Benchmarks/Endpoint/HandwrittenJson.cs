using System.Text.Json.Serialization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(HandwrittenScore))]
internal sealed partial class HandwrittenJson : JsonSerializerContext;
