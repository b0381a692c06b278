namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The payload as one would write it down by hand.</summary>
public sealed class HandwrittenScore
{
    public string? GameCode { get; set; }

    public string? SessionId { get; set; }

    public string? GamePlayId { get; set; }

    public long? Timestamp { get; set; }

    public double? Score { get; set; }

    public string? LeaderboardId { get; set; }

    public string? SubId { get; set; }

    public string? Country { get; set; }

    public long? Duration { get; set; }

    public string? State { get; set; }

    public bool IsValid() =>
        !string.IsNullOrEmpty(GameCode) && !string.IsNullOrEmpty(SessionId) && !string.IsNullOrEmpty(GamePlayId) && !string.IsNullOrEmpty(SubId) &&
        !string.IsNullOrEmpty(State) && Timestamp >= 0 && Score is { } score && double.IsFinite(score) && !(Duration < 0);
}
