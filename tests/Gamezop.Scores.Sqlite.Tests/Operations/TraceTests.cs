using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>The trace of the call that brought an event goes on in each handler, also after a restart.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Gamezop.Scores",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task Each_handler_of_an_event_is_linked_to_the_call_that_brought_it()
    {
        var traces = new[] { NewTrace(), NewTrace() };
        await using var site = await StartAsync("one", "two");
        for (var i = 0; i < traces.Length; i++)
            await PostAsync(site, i, traces[i]);

        foreach (var trace in traces)
            await Deadline.UntilAsync(() => HandlersOf(trace).Contains("one") && HandlersOf(trace).Contains("two") && HandlersOf(trace).Any(IsCompetitions));
    }

    [Fact]
    public async Task A_handler_that_gets_an_event_after_a_restart_is_linked_to_the_call_too()
    {
        var (waiting, failing) = (NewTrace(), NewTrace());
        await using (var site = await StartAsync("done", "!broken"))
        {
            await PostAsync(site, 1, failing);
            await Deadline.UntilAsync(() => HandlersOf(failing).Contains("done") && HandlersOf(failing).Contains("broken"));
        }
        await using (var site = await StartAsync("done"))
        {
            // Nobody handles this one for the other handler meanwhile.
            await PostAsync(site, 2, waiting);
            await Deadline.UntilAsync(() => HandlersOf(waiting).Contains("done"));
        }

        HandlersOf(waiting).Should().NotContain("broken");
        _ended.Clear();
        await using var again = await StartAsync("done", "broken");

        foreach (var trace in new[] { waiting, failing })
            await Deadline.UntilAsync(() => HandlersOf(trace).Contains("broken"));
        HandlersOf(waiting).Concat(HandlersOf(failing)).Should().NotContain("done", "it has had them");
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    private static bool IsCompetitions(string? handler) => handler!.StartsWith("Gamezop.Scores.Competitions.", StringComparison.Ordinal);

    private static string NewTrace() => ActivityTraceId.CreateRandom().ToHexString();

    private static async Task PostAsync(Site site, int number, string trace) =>
        (await site.PostAsync(Site.Event(number).ToUtf8Json(), $"00-{trace}-b7ad6b7169203331-01")).Should().Be(HttpStatusCode.OK);

    /// <summary>The handlers that have run for the event of a call: their spans are in its trace, or have a link to it.</summary>
    private string?[] HandlersOf(string trace) =>
    [
        .. _ended
            .Where(activity => activity.TraceId.ToHexString() == trace || activity.Links.Any(link => link.Context.TraceId.ToHexString() == trace))
            .Select(activity => (string?)activity.GetTagItem("gamezop.handler")),
    ];

    /// <param name="handlers">The names of the handlers; one with an exclamation mark fails.</param>
    private Task<Site> StartAsync(params string[] handlers) => Site.StartAsync(_folder["scores.db"], scores =>
    {
        foreach (var handler in handlers)
            scores.AddHandler(
                handler.TrimStart('!'),
                (_, _) => handler[0] == '!' ? throw new InvalidOperationException("It is broken.") : ValueTask.CompletedTask,
                options => options.MaxAttempts = 1_000);
    });
}
