using System.Text.Json.Serialization;

namespace Gamezop.Scores.Benchmarks.Events;

/// <summary>What a publisher would write by hand: the same members, no rules.</summary>
internal sealed class PlainScore
{
    public string? GameCode { get; set; }

    public string? SessionId { get; set; }

    public string? GamePlayId { get; set; }

    public long Timestamp { get; set; }

    public double Score { get; set; }

    public string? LeaderboardId { get; set; }

    public string? SubId { get; set; }

    public string? Country { get; set; }

    public long? Duration { get; set; }

    public string? State { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlainScore))]
internal sealed partial class PlainScoreJson : JsonSerializerContext;
