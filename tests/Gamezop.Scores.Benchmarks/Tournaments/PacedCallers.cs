using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gamezop.Scores.Benchmarks.Endpoint;

namespace Gamezop.Scores.Benchmarks.Tournaments;

/// <summary>
/// Calls a webhook at a steady rate, whatever it does, and keeps how long each answer took. A call that could not be made in time, because all callers were waiting, counts from when it was due: a
/// server that stands still is not spared the calls that it held up.
/// </summary>
internal sealed class PacedCallers : IDisposable
{
    private const int Callers = 64;

    private readonly HttpClient _client;
    private readonly int _rate;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private List<double> _milliseconds = [];
    private long _next;

    public PacedCallers(string address, int rate)
    {
        _rate = rate;
        _client = new HttpClient { BaseAddress = new Uri(address) };
        _client.DefaultRequestHeaders.Add("api-key", EndpointVariants.Key);
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(cancellationToken), CancellationToken.None)));

    /// <summary>The times of the answers since the last time.</summary>
    public double[] Take()
    {
        lock (_lock)
        {
            double[] taken = [.. _milliseconds.Order()];
            _milliseconds = [];
            return taken;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long number = Interlocked.Increment(ref _next);
            TimeSpan due = TimeSpan.FromSeconds((double)number / _rate);
            TimeSpan early = due - Stopwatch.GetElapsedTime(_start);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, CancellationToken.None);
            // A caller that was there in time has slept somewhat too long: that is not the server's.
            TimeSpan from = early > TimeSpan.Zero ? Stopwatch.GetElapsedTime(_start) : due;
            using ByteArrayContent body = new(Event(number));
            using HttpResponseMessage answer = await _client.PostAsync(EndpointVariants.Route, body, CancellationToken.None);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"The server answered {(int)answer.StatusCode}.");
            double taken = (Stopwatch.GetElapsedTime(_start) - from).TotalMilliseconds;
            lock (_lock)
                _milliseconds.Add(taken);
        }
    }

    private static byte[] Event(long number) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"gameCode":"{{SettleServer.Game}}","sessionId":"5f0c3a52-6a0e-4a63-9d0b-0e4f8d5b1a11","gamePlayId":"2b1f7c9e-33a5-4f6e-8f60-{{number:x12}}","timestamp":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"score":{{number * 7919L % 100_000}},"leaderboardId":"board_default","subId":"user-{{number % 50_000}}","country":"IN","duration":61500,"state":"over"}"""));
}
