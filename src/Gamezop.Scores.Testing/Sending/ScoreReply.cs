using System.Net;

namespace Gamezop.Scores.Testing;

/// <summary>What became of one call.</summary>
/// <param name="Call">What was sent.</param>
/// <param name="Status">The answer to the last attempt, or null when there was none (the connection failed or timed out).</param>
/// <param name="Attempts">How often it was sent, from 1.</param>
/// <param name="Latency">How long the last attempt took until its answer was read, or until it failed.</param>
public sealed record ScoreReply(ScoreCall Call, HttpStatusCode? Status, int Attempts, TimeSpan Latency)
{
    /// <summary>Whether the answer is the right one for this call.</summary>
    public bool IsRight => Status == Call.RightStatus;

    /// <summary>Whether the application owes an effect: a valid call, answered 200.</summary>
    public bool IsAccepted => Call.IsValid && Status == HttpStatusCode.OK;
}
