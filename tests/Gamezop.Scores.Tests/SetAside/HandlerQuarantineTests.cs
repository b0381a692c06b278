using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.SetAside;

/// <summary>Handlers that put events that are dated ahead into quarantine, several of them the same event.</summary>
public sealed class HandlerQuarantineTests
{
    private readonly ConcurrentQueue<(string Handler, string EventId)> _handled = new();

    [Theory]
    [InlineData("first", "second")]
    [InlineData("second", "first")]
    public async Task Each_handler_gets_the_event_that_it_kept_from_itself(string one, string other)
    {
        await using var host = await StartAsync();
        (await PostAsync(host, 0)).Should().Be(HttpStatusCode.OK);
        var quarantine = host.Services.GetRequiredService<IQuarantine>();
        await Deadline.UntilAsync(async () => (await quarantine.ListAsync()).Count == 2);
        (await PostAsync(host, 1)).Should().Be(HttpStatusCode.ServiceUnavailable, "the event takes the only place, once");
        var entries = (await quarantine.ListAsync()).ToDictionary(entry => entry.Handler!);
        var id = entries[one].Event.EventId;

        (await quarantine.ReleaseAsync(entries[one].Id)).Should().BeTrue();
        await Deadline.UntilAsync(() => _handled.Contains((one, id)));
        (await PostAsync(host, 1)).Should().Be(HttpStatusCode.ServiceUnavailable, "the other handler keeps it still");
        (await quarantine.ReleaseAsync(entries[other].Id)).Should().BeTrue();
        await Deadline.UntilAsync(() => _handled.Contains((other, id)));

        _handled.Should().HaveCount(2);
        (await quarantine.ListAsync()).Should().BeEmpty();
        (await PostAsync(host, 1)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_event_whose_user_is_erased_while_a_handler_has_it_is_not_kept()
    {
        using var gate = new SemaphoreSlim(0);
        var isCalled = new TaskCompletionSource();
        await using var host = await ScoresHost.StartAsync(scores => scores.UseVolatileInbox().AddHandler(
            "slow",
            async (context, cancellationToken) =>
            {
                isCalled.TrySetResult();
                await gate.WaitAsync(cancellationToken);
                await KeepAsync(context, "slow", cancellationToken);
                _handled.Enqueue(("slow", context.EventId));
            },
            options => options.QuarantinesFuture = true));
        (await PostAsync(host, 0)).Should().Be(HttpStatusCode.OK);
        await Deadline.OfAsync(isCalled.Task);

        await host.Services.GetRequiredService<IEventLog>().EraseUserAsync("123-554-111", default);
        gate.Release();

        await Deadline.UntilAsync(() => !_handled.IsEmpty);
        (await host.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().BeEmpty();
    }

    private static async ValueTask KeepAsync(ScoreContext context, string handler, CancellationToken cancellationToken) =>
        (await context.Services.GetRequiredService<IQuarantineStore>().QuarantineAsync(
            new StoredEvent(context.EventId, context.UserId, context.ReceivedAt, context.Event.ToUtf8Json()),
            "future", handler, int.MaxValue, int.MaxValue, cancellationToken)).Should().BeTrue();

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, int number)
    {
        var one = ScoreEvent.Parse(Encoding.UTF8.GetBytes(ScoresHost.Payload()));
        one = one with { GamePlayId = $"p-{number}", Timestamp = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        using var answer = await host.PostAsync(new ByteArrayContent(one.ToUtf8Json()), ScoresHost.Key);
        return answer.StatusCode;
    }

    private Task<ScoresHost> StartAsync()
    {
        return ScoresHost.StartAsync(scores => scores
            .UseVolatileInbox()
            .ConfigureInbox(options => options.MaxQuarantined = options.MaxQuarantinedPerUser = 1)
            .AddHandler("first", (context, cancellationToken) => HandleAsync(context, "first", cancellationToken), options => options.QuarantinesFuture = true)
            .AddHandler("second", (context, cancellationToken) => HandleAsync(context, "second", cancellationToken), options => options.QuarantinesFuture = true));

        async ValueTask HandleAsync(ScoreContext context, string handler, CancellationToken cancellationToken)
        {
            if (context.IsReleased)
                _handled.Enqueue((handler, context.EventId));
            else
                await KeepAsync(context, handler, cancellationToken);
        }
    }
}
