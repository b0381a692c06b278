using System.Net;
using HdrHistogram;

namespace Gamezop.Scores.Testing;

/// <summary>What became of many calls.</summary>
public sealed class ScoreSendReport
{
    private const int SignificantDigits = 3;
    private static readonly long MaxMicroseconds = (long)TimeSpan.FromMinutes(10).TotalMicroseconds;

    internal ScoreSendReport(IReadOnlyList<ScoreReply> replies, TimeSpan elapsed)
    {
        Replies = replies;
        Elapsed = elapsed;
        Statuses = replies.Where(reply => reply.Status is not null).CountBy(reply => reply.Status!.Value).ToDictionary();
        AcceptedEventIds = replies.Where(reply => reply.IsAccepted).Select(reply => reply.Call.Event.GetEventId()).ToHashSet(StringComparer.Ordinal);
        Latencies = new LongHistogram(MaxMicroseconds, SignificantDigits);
        foreach (ScoreReply reply in replies)
            Latencies.RecordValue(Math.Clamp((long)reply.Latency.TotalMicroseconds, 1, MaxMicroseconds));
    }

    /// <summary>One per call, in the order in which the calls were given.</summary>
    public IReadOnlyList<ScoreReply> Replies { get; }

    /// <summary>From the first call to the last answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>How often each status came. Calls without an answer are not in it.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Statuses { get; }

    /// <summary>The ids of all events that were validly sent and answered 200 at least once: each of them must have its effect, and have it once.</summary>
    public IReadOnlySet<string> AcceptedEventIds { get; }

    /// <summary>The calls whose answer was not the right one.</summary>
    public IEnumerable<ScoreReply> Wrong => Replies.Where(reply => !reply.IsRight);

    /// <summary>The latencies of all last attempts in microseconds, 1 to 10 minutes, to three digits.</summary>
    public HistogramBase Latencies { get; }

    /// <summary>The latency within which this share of the calls was answered.</summary>
    /// <param name="percentile">Above 0, at most 100; e.g. 99.9.</param>
    /// <returns>To three digits; zero when there were no calls.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The percentile is out of its range.</exception>
    public TimeSpan LatencyAt(double percentile)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percentile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentile, 100);
        return Latencies.TotalCount == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Latencies.GetValueAtPercentile(percentile));
    }
}
