using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScoreEvent))]
[JsonSerializable(typeof(UncountedEvent))]
[JsonSerializable(typeof(LeaderboardAction))]
[JsonSerializable(typeof(TournamentAction))]
[JsonSerializable(typeof(UserReward))]
internal sealed partial class PlayersJson : JsonSerializerContext;
