namespace Gamezop.Scores;

/// <summary>A value that is fetched when it is asked for, kept for a while, and fetched by one request at a time whoever asks. Failures are not kept.</summary>
internal sealed class SharedFetch<T>(Func<Task<T>> fetch, TimeSpan keptFor, TimeProvider time)
    where T : class
{
    private readonly Lock _gate = new();
    private Task<T>? _underWay;
    private long _fetchedAt;
    private volatile T? _last;

    /// <summary>The value of the last fetch that succeeded, however old it is.</summary>
    public T? Last => _last;

    /// <param name="cancellationToken">Ends this caller's waiting; the request goes on for the others and for the cache.</param>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is not null && time.GetElapsedTime(_fetchedAt) < keptFor)
                return Task.FromResult(_last);

            // Started elsewhere, so that it cannot end before it is noted as under way.
            _underWay ??= Task.Run(FetchAsync, CancellationToken.None);
            return _underWay.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> FetchAsync()
    {
        try
        {
            T value = await fetch();
            lock (_gate)
            {
                _last = value;
                _fetchedAt = time.GetTimestamp();
            }

            return value;
        }
        finally
        {
            lock (_gate)
                _underWay = null;
        }
    }
}
