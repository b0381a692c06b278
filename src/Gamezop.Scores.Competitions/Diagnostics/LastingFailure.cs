namespace Gamezop.Scores.Competitions;

/// <summary>Work that is tried again every second may fail for the same reasons for hours: each is told of at once, and then once a minute.</summary>
internal sealed class LastingFailure(TimeProvider time)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _told = [];
    private long _since;

    /// <summary>Whether to tell of a failure.</summary>
    public bool IsNews(Exception failure)
    {
        lock (_told)
        {
            if (time.GetElapsedTime(_since) >= Silence)
            {
                _told.Clear();
                _since = time.GetTimestamp();
            }

            return _told.Add($"{failure.GetType()}: {failure.Message}");
        }
    }
}
