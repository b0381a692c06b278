using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Testing;

/// <summary>Posts scores in order; one that fails is tried again beside the others, so that later ones overtake it.</summary>
internal sealed class WebhookPump : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int Kept = 1_000;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly GamezopStandInOptions _options;
    private readonly ILogger _logger;
    private readonly HttpClient? _ownHttp;
    private readonly ScoreWebhookClient _client;
    private readonly Channel<ScoreEvent> _queue = Channel.CreateBounded<ScoreEvent>(Capacity);
    private readonly ConcurrentDictionary<Task, bool> _retries = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Queue<ScoreReply> _replies = new();
    private readonly Task _running;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;

    public WebhookPump(GamezopStandInOptions options, string url)
    {
        _options = options;
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<GamezopStandIn>();
        _ownHttp = options.HttpClient is null ? new HttpClient { Timeout = AnswerLimit } : null;
        _client = new ScoreWebhookClient(options.HttpClient ?? _ownHttp!, url, options.ApiKey, new() { TimeProvider = options.TimeProvider });
        _idle.SetResult();
        _running = RunAsync();
    }

    /// <summary>What became of the last thousand scores.</summary>
    public IReadOnlyList<ScoreReply> Replies
    {
        get
        {
            lock (_lock)
                return [.. _replies];
        }
    }

    /// <summary>Done when nothing is waiting or under way.</summary>
    public Task Idle
    {
        get
        {
            lock (_lock)
                return _idle.Task;
        }
    }

    /// <summary>Takes a score to be posted, unless too many are waiting.</summary>
    public bool TryPost(ScoreEvent scoreEvent)
    {
        lock (_lock)
        {
            if (!_queue.Writer.TryWrite(scoreEvent))
                return false;
            if (_pending++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([_running, .. _retries.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ownHttp?.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (ScoreEvent scoreEvent in _queue.Reader.ReadAllAsync(_stopping.Token))
        {
            ScoreReply reply = await SendAsync(scoreEvent);
            if (!IsFinal(reply))
                Keep(RetryAsync(reply));
        }
    }

    private async Task<ScoreReply> SendAsync(ScoreEvent scoreEvent)
    {
        try
        {
            return await _client.SendAsync(scoreEvent, _stopping.Token);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // A test server's client throws what the application throws, another one what is wrong with the address: no answer, and the
            // next score is posted all the same.
            Log.SendingFailed(_logger, exception);
            return new ScoreReply(ScoreWebhookClient.ToCall(scoreEvent), null, 1, TimeSpan.Zero);
        }
    }

    private void Keep(Task retry)
    {
        _retries.TryAdd(retry, true);
        retry.ContinueWith(
            done => _retries.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RetryAsync(ScoreReply reply)
    {
        TimeSpan delay = _options.RetryDelay;
        do
        {
            Log.Retrying(_logger, Name(reply.Status), reply.Attempts, delay);
            await Task.Delay(delay, _options.TimeProvider, _stopping.Token);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
            reply = await SendAsync(reply.Call.Event) with { Attempts = reply.Attempts + 1 };
        }
        while (!IsFinal(reply));
    }

    private bool IsFinal(ScoreReply reply)
    {
        bool isTaken = reply.Status == HttpStatusCode.OK;
        if (!isTaken && reply.Attempts < _options.MaxAttempts && ScoreWebhookClient.IsWorthAnotherAttempt(reply.Status))
            return false;
        if (!isTaken)
            Log.GivenUp(_logger, Name(reply.Status), reply.Attempts);
        lock (_lock)
        {
            _replies.Enqueue(reply);
            if (_replies.Count > Kept)
                _replies.Dequeue();
            if (--_pending == 0)
                _idle.SetResult();
        }

        return true;
    }

    private static string Name(HttpStatusCode? status) =>
        status is { } answered ? ((int)answered).ToString(System.Globalization.CultureInfo.InvariantCulture) : "nothing";
}
