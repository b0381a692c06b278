using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record RewardBody(string Kind, decimal Amount, string? Data);
