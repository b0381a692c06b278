using System.ComponentModel.DataAnnotations;

namespace Gamezop.Scores;

/// <summary>How the event log is filled, handled and watched: section <c>Gamezop:Inbox</c> of the configuration. Validated when the host starts.</summary>
public sealed class ScoreInboxOptions
{
    /// <summary>
    /// How many events may wait for one handler before further calls are answered 503: 1 to 1,000,000,000; 1,000,000 unless set. Checked about every
    /// second. Events that were in the log before the handler are not counted (<see cref="ConsumerInfo.Backlog"/>).
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int Capacity { get; set; } = 1_000_000;

    /// <summary>How many calls may wait for the store at one moment; further ones are answered 503 at once. 1 to 1,000,000; 10,000 unless set.</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentAppends { get; set; } = 10_000;

    /// <summary>
    /// How long a call waits for the store before it is answered 503: 100 milliseconds to 5 minutes; 5 seconds unless set. Its event may be
    /// kept nevertheless, and a repeat is then a duplicate.
    /// </summary>
    [TimeRange("00:00:00.1", "00:05:00")]
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events are handed to the handlers at once, at most: 1 to 10,000; 256 unless set.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How many calls of a handler are under way at the same time: 1 to 1,024; 8 unless set. The events of one user are handled in order of arrival, one at a
    /// time.
    /// </summary>
    [Range(1, 1_024)]
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// How long a handler may take for one call: 100 milliseconds to 1 hour; 30 seconds unless set. Then its token is cancelled, the attempt counts
    /// as failed, and what it is still doing is no longer waited for. A handler of which 8 × <see cref="Concurrency"/> such calls have still not returned
    /// gets no further events until one has.
    /// </summary>
    [TimeRange("00:00:00.1", "01:00:00")]
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After how many attempts of a handler an event becomes a dead letter: 1 to 1,000; 20 unless set (four to eight hours with the delays' defaults).
    /// </summary>
    [Range(1, 1_000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>
    /// The delay after the first attempt; it doubles with each one, and each is drawn between half and all of it. 1 millisecond to 1 day; 1 second unless set.
    /// </summary>
    [TimeRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What delays grow to at most: 1 millisecond to 7 days; 1 hour unless set.</summary>
    [TimeRange("00:00:00.001", "7.00:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long events are kept after their arrival: for rebuilds, audits and new handlers, and to know repeats by.
    /// 1 minute to 10,000 days; 30 days unless set.
    /// </summary>
    [TimeRange("00:01:00", "10000.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many unreadable bodies are kept: 0 to 1,000,000; 1,000 unless set. Further ones are answered 400 as well, counted and logged only.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxUnreadable { get; set; } = 1_000;

    /// <summary>Up to which length an unreadable body is kept, in bytes: 0 to 16,777,216; 16,384 unless set.</summary>
    [Range(0, 16 * 1024 * 1024)]
    public int MaxUnreadableBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// How many events are kept in quarantine for each reason: 0 to 10,000,000; 100,000 unless set. Further ones of that reason are answered 503.
    /// With 0 none is kept: they are
    /// answered 200, counted and logged only.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxQuarantined { get; set; } = 100_000;

    /// <summary>
    /// How many of them are of one user, by the user id that they claim: 1 to 10,000,000; 1,000 unless set. Further ones of that user and reason are
    /// answered 503.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxQuarantinedPerUser { get; set; } = 1_000;

    /// <summary>From which age of the oldest waiting event on the health check is degraded: 1 second to 365 days; 5 minutes unless set.</summary>
    [TimeRange("00:00:01", "365.00:00:00")]
    public TimeSpan DegradedAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>From how many dead letters on the health check is degraded: 1 to 1,000,000,000; 1 unless set.</summary>
    [Range(1, 1_000_000_000)]
    public int DegradedDeadLetters { get; set; } = 1;
}
