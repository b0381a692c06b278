using System.Net;
using System.Security.Cryptography;

namespace Gamezop.Scores.Testing.Tests;

/// <summary>The SDK on a real Kestrel, without a store, against everything that the generator can do.</summary>
public sealed class EveryFaultTests
{
    private const int FailsEvery = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task All_valid_events_answered_200_and_only_they_reach_the_handler(int seed)
    {
        var subKey = RandomNumberGenerator.GetBytes(32);
        await using var host = await PublisherHost.StartAsync(subKey, fails: call => call % FailsEvery == 0);
        var traffic = new ScoreTraffic(new()
        {
            StartsAt = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
            Seed = seed,
            SubProtector = new SubProtector(subKey),
            Duplicated = 0.2,
            Reordered = 0.2,
            Delayed = 0.2,
            Lost = 0.05,
            Malformed = 0.1,
            Forged = 0.1,
            WrongKey = 0.1,
        });
        var client = new ScoreWebhookClient(host.Client, "/games/score", PublisherHost.Key);

        var report = await client.SendTrafficAsync(traffic.Calls);

        host.Handled.Keys.Order().Should().Equal(report.AcceptedEventIds.Order());
        report.AcceptedEventIds.Except(traffic.Events.Select(sent => sent.GetEventId())).Should().BeEmpty();
        report.Wrong.Should().NotBeEmpty("the handler fails now and then").And.OnlyContain(reply => reply.Call.IsValid && reply.Status == HttpStatusCode.InternalServerError);
        host.Handled.Values.Should().OnlyContain(context => context.UserId.StartsWith("player-"));
    }
}
