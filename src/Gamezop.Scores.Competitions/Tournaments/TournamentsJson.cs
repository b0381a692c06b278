using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TournamentDocument))]
[JsonSerializable(typeof(OccurrenceDocument))]
[JsonSerializable(typeof(TournamentSettings))]
internal sealed partial class TournamentsJson : JsonSerializerContext;
