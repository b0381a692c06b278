using System.Collections.Concurrent;
using System.Net;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>Sends events without pause, each until it is answered 200, and some of them once more; keeps the ids of those that were.</summary>
/// <param name="seed">Makes sessions and repeats its own.</param>
/// <param name="time">The timestamp of an event, by its number; milliseconds apart unless given.</param>
/// <param name="name">What an event is kept by in place of its id.</param>
/// <param name="pause">How long a caller waits between two events.</param>
internal sealed class Sender(int seed, Func<int, DateTimeOffset>? time = null, Func<ScoreEvent, string>? name = null, TimeSpan pause = default)
{
    private readonly Func<int, DateTimeOffset> _time = time ?? (static number => DateTimeOffset.FromUnixTimeMilliseconds(1_763_900_000_000 + number));
    private readonly Func<ScoreEvent, string> _name = name ?? (static scoreEvent => scoreEvent.GetEventId());
    private const int Callers = 16;
    private const int LastTries = 500;
    private int _next;

    /// <summary>The ids of the events that were answered 200, and the events.</summary>
    public ConcurrentDictionary<string, ScoreEvent> Acknowledged { get; } = new();

    /// <summary>The answers other than 200.</summary>
    public ConcurrentBag<HttpStatusCode> Refusals { get; } = [];

    /// <param name="server">The server of the moment; it changes when one is killed.</param>
    /// <param name="cancellationToken">Ends the sending. What has been sent is sent on until it is answered 200, for a while: a server that was killed may have kept it.</param>
    public Task RunAsync(Func<ServerProcess> server, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(server, new Random((seed * Callers) + caller), cancellationToken), CancellationToken.None)));

    private async Task CallAsync(Func<ServerProcess> server, Random random, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var scoreEvent = new ScoreEvent
            {
                GameCode = "NyM_JGWcx",
                SessionId = $"s-{seed}",
                GamePlayId = $"p-{number}",
                SubId = $"user-{number % 100}",
                State = GameState.Over,
                Timestamp = _time(number),
                Score = number,
            };
            var copies = random.Next(10) == 0 ? 2 : 1;
            for (var lastTries = 0; copies > 0 && lastTries < LastTries; lastTries += cancellationToken.IsCancellationRequested ? 1 : 0)
            {
                switch (await server().PostAsync(scoreEvent))
                {
                    case HttpStatusCode.OK:
                        Acknowledged[_name(scoreEvent)] = scoreEvent;
                        copies--;
                        break;
                    case { } status:
                        Refusals.Add(status);
                        await Task.Delay(20, CancellationToken.None);
                        break;
                    default:
                        await Task.Delay(20, CancellationToken.None);
                        break;
                }
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }
}
