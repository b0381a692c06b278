using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>A stand-in for the route <c>{prefix}/live</c>: it writes what the test says, and remembers how it was asked.</summary>
internal sealed class LiveEndpoint
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<Connection> _connections = Channel.CreateUnbounded<Connection>();

    /// <summary>Answers for the next connections instead of a stream.</summary>
    public ConcurrentQueue<int> Refusals { get; } = [];

    public int Refused { get; private set; }

    public void Map(WebApplication app) => app.MapGet("/competitions/live", AnswerAsync);

    public async Task<Connection> ConnectionAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _connections.Reader.ReadAsync(limit.Token);
    }

    public bool HasNoFurtherConnection => _connections.Reader.Count == 0;

    private async Task AnswerAsync(HttpContext context)
    {
        if (Refusals.TryDequeue(out var status))
        {
            Refused++;
            context.Response.StatusCode = status;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        var connection = new Connection(context.Request.QueryString.Value!, context.Request.Query["lastEventId"].ToString());
        await _connections.Writer.WriteAsync(connection);
        try
        {
            await foreach (var text in connection.Texts.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(text, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page went away, which is what Closed is about.
        }

        connection.SetClosed();
    }

    internal sealed class Connection(string query, string lastEventId)
    {
        private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource _closed = new();

        public string Query => Uri.UnescapeDataString(query);

        public string LastEventId => lastEventId;

        public ChannelReader<string> Texts => _texts.Reader;

        public Task Closed => _closed.Task.WaitAsync(Limit);

        public void Send(string text) => _texts.Writer.TryWrite(text);

        public void SendBoard(string id, double score, string? partition = null, string? eventId = null) => Send(
            $$"""
            {{(eventId is null ? "" : $"id: {eventId}\n")}}event: leaderboard
            data: {"id":"{{id}}","window":{"key":"all","closed":false},"partition":{{(partition is null ? "null" : $"\"{partition}\"")}},
            data: "order":"descending","total":1,"entries":[{"rank":1,"userId":"u1","score":{{score}},"achievedAt":"2026-11-23T10:00:00Z"}]}


            """.ReplaceLineEndings("\n"));

        public void Break() => _texts.Writer.TryComplete();

        public void SetClosed() => _closed.TrySetResult();
    }
}
