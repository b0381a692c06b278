namespace Gamezop.Scores;

/// <summary>Tells what is to be logged of something that may fail and succeed by turns, thousands of times a second.</summary>
internal sealed class FailureLog(TimeProvider time)
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(5);

    private volatile ScoreInboxException? _logged;
    private long _loggedAt;
    private long _failedAt;

    /// <summary>It has failed. Whether that is to be logged: it did not before, fails otherwise, or has failed for a minute.</summary>
    public bool IsNews(ScoreInboxException exception)
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _failedAt, now);
        if (_logged is { } logged
            && time.GetElapsedTime(Volatile.Read(ref _loggedAt), now) < (IsSame(logged, exception) ? RepeatInterval : LeastInterval))
            return false;
        Volatile.Write(ref _loggedAt, now);
        _logged = exception;
        return true;
    }

    /// <summary>It has succeeded. Whether that is to be logged: a failure was, and there has been none for some seconds.</summary>
    public bool HasEnded()
    {
        if (_logged is null || time.GetElapsedTime(Volatile.Read(ref _failedAt)) < LeastInterval)
            return false;
        _logged = null;
        return true;
    }

    private static bool IsSame(ScoreInboxException one, ScoreInboxException other) => one.Problem == other.Problem && one.Message == other.Message;
}
