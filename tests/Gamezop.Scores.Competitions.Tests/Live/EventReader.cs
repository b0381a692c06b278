using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;

namespace Gamezop.Scores.Competitions.Tests.Live;

/// <summary>Reads a stream of server-sent events as a browser does.</summary>
internal sealed class EventReader(HttpResponseMessage answer, Stream stream) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly StreamReader _lines = new(stream);

    public HttpResponseMessage Answer => answer;

    public string? LastId { get; private set; }

    public static async Task<EventReader> OpenAsync(HttpClient client, string query, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/competitions/live?" + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
        answer.EnsureSuccessStatusCode();
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event's data, or null for a comment; fails at the end.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        JsonElement? data = null;
        string? name = null;
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                    name.Should().Be("leaderboard");
                return data;
            }

            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = JsonDocument.Parse(line[6..]).RootElement;
            else
                line.Should().Be(":");
        }

        throw new EndOfStreamException();
    }

    /// <summary>The next event, however many signs of life come before.</summary>
    public async Task<JsonElement> BoardAsync()
    {
        while (true)
            if (await NextAsync() is { } board)
                return board;
    }

    /// <summary>The next event of a host whose time stands still unless it is moved.</summary>
    public async Task<JsonElement> BoardAsync(CompetitionsHost host)
    {
        Task<JsonElement> next = BoardAsync();
        while (!next.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        return await next;
    }

    public async Task<string?> ReadLineAsync() => await _lines.ReadLineAsync().WaitAsync(Limit);

    public void Dispose()
    {
        _lines.Dispose();
        answer.Dispose();
    }
}
