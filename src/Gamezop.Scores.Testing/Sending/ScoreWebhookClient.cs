using System.Net;
using System.Net.Http.Headers;

namespace Gamezop.Scores.Testing;

/// <summary>
/// Posts scores as Gamezop does: JSON with an <c>api-key</c> header. Works with any <see cref="HttpClient"/>, one of a test server's too.
/// Thread-safe.
/// </summary>
public sealed class ScoreWebhookClient
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly string _url;
    private readonly string? _apiKey;
    private readonly ScoreWebhookClientOptions _options;

    /// <summary>A sender for one webhook.</summary>
    /// <param name="http">What sends; stays yours.</param>
    /// <param name="url">The webhook, absolute or relative to the client's base address, e.g. <c>/games/score</c>.</param>
    /// <param name="apiKey">The key that the application expects. Null sends no header.</param>
    /// <param name="options">How to send. Not copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ScoreWebhookClient(HttpClient http, string url, string? apiKey, ScoreWebhookClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrEmpty(url);
        _http = http;
        _url = url;
        _apiKey = apiKey;
        _options = options ?? new ScoreWebhookClientOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Concurrency, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxAttempts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Speed ?? 1, nameof(options));
    }

    /// <summary>Sends one event.</summary>
    /// <param name="scoreEvent">The event.</param>
    /// <param name="cancellationToken">Stops waiting for the answer and trying again.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ScoreFormatException">The event breaks a rule, so that it can't be written.</exception>
    public Task<ScoreReply> SendAsync(ScoreEvent scoreEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scoreEvent);
        return SendOneAsync(ToCall(scoreEvent), cancellationToken);
    }

    /// <summary>Sends events, e.g. those of a <see cref="GameSession"/>, one after the other.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Stops waiting for answers and trying again.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="ScoreFormatException">An event breaks a rule, so that it can't be written. None has been sent then.</exception>
    public Task<ScoreSendReport> SendAllAsync(IEnumerable<ScoreEvent> events, CancellationToken cancellationToken = default) =>
        SendManyAsync([.. events.Select(ToCall)], concurrency: 1, cancellationToken);

    /// <summary>Sends calls, e.g. those of <see cref="ScoreTraffic"/>, several at once and paced as the options say.</summary>
    /// <param name="calls">The calls in the order in which they are due.</param>
    /// <param name="cancellationToken">Stops waiting for answers, trying again and sending on.</param>
    /// <returns>What became of them.</returns>
    public Task<ScoreSendReport> SendTrafficAsync(IEnumerable<ScoreCall> calls, CancellationToken cancellationToken = default) =>
        SendManyAsync([.. calls], _options.Concurrency, cancellationToken);

    internal static ScoreCall ToCall(ScoreEvent scoreEvent) => new(ScoreCallKind.Valid, TimeSpan.Zero, scoreEvent, scoreEvent.ToUtf8Json());

    private async Task<ScoreSendReport> SendManyAsync(IReadOnlyList<ScoreCall> calls, int concurrency, CancellationToken cancellationToken)
    {
        TimeProvider time = _options.TimeProvider;
        ScoreReply[] replies = new ScoreReply[calls.Count];
        long started = time.GetTimestamp();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, calls.Count, parallel, async (index, token) =>
        {
            if (_options.Speed is { } speed && (calls[index].DueAfter / speed) - time.GetElapsedTime(started) is var wait && wait > TimeSpan.Zero)
                // It cuts off parts of a millisecond: too early.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, token);
            replies[index] = await SendOneAsync(calls[index], token);
        });
        return new ScoreSendReport(replies, time.GetElapsedTime(started));
    }

    private async Task<ScoreReply> SendOneAsync(ScoreCall call, CancellationToken cancellationToken)
    {
        TimeSpan delay = _options.RetryDelay;
        for (int attempt = 1; ; attempt++)
        {
            long started = _options.TimeProvider.GetTimestamp();
            HttpStatusCode? status = await PostAsync(call, cancellationToken);
            TimeSpan latency = _options.TimeProvider.GetElapsedTime(started);
            if (attempt >= _options.MaxAttempts || !IsWorthAnotherAttempt(status))
                return new ScoreReply(call, status, attempt, latency);
            await Task.Delay(delay, _options.TimeProvider, cancellationToken);
            delay *= 2;
        }
    }

    private async Task<HttpStatusCode?> PostAsync(ScoreCall call, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(call.Body) };
        request.Content.Headers.ContentType = Json;
        if ((call.WrongKey ?? _apiKey) is { } key)
            request.Headers.TryAddWithoutValidation(ApiKeyMiddleware.HeaderName, key);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            return response.StatusCode;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>What a sender may hope to be answered otherwise later.</summary>
    internal static bool IsWorthAnotherAttempt(HttpStatusCode? status) =>
        status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
