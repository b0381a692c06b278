using System.Net;
using System.Net.Sockets;

namespace Gamezop.Scores.Testing.Tests.Sending;

public sealed class ScoreWebhookClientTests
{
    private static readonly GameSession Session = new GameSession("user-1", new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).Loaded().Start().Playing(10).Over(40);

    [Fact]
    public async Task Events_arrive_as_they_are()
    {
        await using var host = await PublisherHost.StartAsync();
        var client = new ScoreWebhookClient(host.Client, "/games/score", PublisherHost.Key);

        var report = await client.SendAllAsync(Session.Events);

        report.Statuses.Should().Equal(new Dictionary<HttpStatusCode, int> { [HttpStatusCode.OK] = 4 });
        report.Wrong.Should().BeEmpty();
        host.Handled.Values.Select(context => context.Event).Should().BeEquivalentTo(Session.Events, events => events.ComparingByValue<ScoreEvent>());
        report.AcceptedEventIds.Should().BeEquivalentTo(host.Handled.Keys);
    }

    [Theory]
    [InlineData("another-key")]
    [InlineData(null)]
    public async Task Without_the_right_key_nothing_arrives(string? key)
    {
        await using var host = await PublisherHost.StartAsync();
        var client = new ScoreWebhookClient(host.Client, host.Webhook, key, new() { MaxAttempts = 3 });

        var reply = await client.SendAsync(Session.Events[0]);

        (reply.Status, reply.Attempts, reply.IsRight, reply.IsAccepted).Should().Be((HttpStatusCode.Unauthorized, 1, false, false));
        host.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Failures_are_tried_again_as_often_as_asked_for()
    {
        await using var host = await PublisherHost.StartAsync(fails: call => call <= 2);
        var client = new ScoreWebhookClient(host.Client, host.Webhook, PublisherHost.Key, new() { MaxAttempts = 3, RetryDelay = TimeSpan.FromMilliseconds(1) });

        var reply = await client.SendAsync(Session.Events[^1]);

        (reply.Status, reply.Attempts).Should().Be((HttpStatusCode.OK, 3));
        host.Handled.Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_that_nobody_answers_has_no_status()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var http = new HttpClient();
        var client = new ScoreWebhookClient(http, $"http://127.0.0.1:{port}/games/score", PublisherHost.Key, new() { MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(1) });

        var report = await client.SendAllAsync([Session.Events[0]]);

        report.Replies.Should().ContainSingle().Which.Should().Match<ScoreReply>(reply => reply.Status == null && reply.Attempts == 2);
        report.Statuses.Should().BeEmpty();
        report.AcceptedEventIds.Should().BeEmpty();
    }

    [Fact]
    public async Task Latencies_are_a_histogram_of_all_calls()
    {
        await using var host = await PublisherHost.StartAsync();
        var client = new ScoreWebhookClient(host.Client, host.Webhook, PublisherHost.Key);

        var report = await client.SendTrafficAsync(new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch.AddYears(50), Sessions = 10 }).Calls);

        report.Latencies.TotalCount.Should().Be(report.Replies.Count).And.BePositive();
        report.LatencyAt(100).TotalMicroseconds.Should().BeApproximately(report.Replies.Max(reply => reply.Latency.TotalMicroseconds), report.LatencyAt(100).TotalMicroseconds / 500);
        report.LatencyAt(50).Should().BePositive().And.BeLessThanOrEqualTo(report.LatencyAt(99));
        report.Elapsed.Should().BeGreaterThanOrEqualTo(report.LatencyAt(50));
    }

    [Fact]
    public async Task A_report_of_no_calls_can_be_read_too()
    {
        using var http = new HttpClient();

        var report = await new ScoreWebhookClient(http, "http://127.0.0.1:9/", apiKey: null).SendTrafficAsync([]);

        report.LatencyAt(99).Should().Be(TimeSpan.Zero);
        report.Latencies.TotalCount.Should().Be(0);
        report.Wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task Traffic_can_be_sent_when_it_is_due()
    {
        // The real clock's timers may fire a moment early.
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await PublisherHost.StartAsync();
        var traffic = new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch.AddYears(50), Sessions = 3, EventsPerSecond = 1_000 });
        var client = new ScoreWebhookClient(host.Client, host.Webhook, PublisherHost.Key, new() { Speed = 50, TimeProvider = clock });

        var sending = client.SendTrafficAsync(traffic.Calls);
        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1);
        }

        var report = await sending;

        report.Elapsed.Should().BeGreaterThanOrEqualTo(traffic.Calls[^1].DueAfter / 50);
        report.Wrong.Should().BeEmpty();
    }
}
