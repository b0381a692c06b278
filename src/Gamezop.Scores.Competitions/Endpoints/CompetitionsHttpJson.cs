using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Gamezop.Scores.Competitions;

/// <summary>What is answered over HTTP, without reflection. Problem details are here for applications that are compiled ahead of time and have no context of their own for them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(MillisecondsConverter)])]
[JsonSerializable(typeof(LeaderboardListBody))]
[JsonSerializable(typeof(LeaderboardPageBody))]
[JsonSerializable(typeof(LeaderboardPlaceBody))]
[JsonSerializable(typeof(LeaderboardRangeBody))]
[JsonSerializable(typeof(LeaderboardRankBody))]
[JsonSerializable(typeof(TournamentListBody))]
[JsonSerializable(typeof(TournamentBody))]
[JsonSerializable(typeof(TournamentJoinBody))]
[JsonSerializable(typeof(TargetListBody))]
[JsonSerializable(typeof(RewardListBody))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class CompetitionsHttpJson : JsonSerializerContext;
