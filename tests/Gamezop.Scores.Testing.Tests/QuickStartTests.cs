using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Testing.Tests;

/// <summary>The sample as it stands, on a real socket and with its database, against everything that the generator can do.</summary>
public sealed class QuickStartTests : IDisposable
{
    private const string Key = "quickstart-key-change-me-please";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-quickstart-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task With_every_fault_on_all_valid_events_answered_200_have_their_effect_once(int seed)
    {
        var subKey = RandomNumberGenerator.GetBytes(32);
        ConcurrentDictionary<string, int> effects = new();
        await using var quickStart = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("Database", Path.Combine(_folder.FullName, "scores.db"))
            .UseSetting("Gamezop:SubKeys:0", Convert.ToBase64String(subKey))
            .ConfigureTestServices(services => services.AddGamezopScores(_ => { }).AddHandler("test", (context, _) => Count(effects, context))));
        quickStart.UseKestrel(0);
        quickStart.StartServer();
        var traffic = new ScoreTraffic(new()
        {
            StartsAt = TimeProvider.System.GetUtcNow().AddMinutes(-10),
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

        var report = await new ScoreWebhookClient(quickStart.CreateClient(), "/games/score", Key).SendTrafficAsync(traffic.Calls);
        await EmptyAsync(quickStart.Services.GetRequiredService<IEventLog>());

        report.Wrong.Should().BeEmpty();
        effects.Keys.Order().Should().Equal(report.AcceptedEventIds.Order());
        effects.Values.Should().OnlyContain(times => times == 1);
    }

    private static ValueTask Count(ConcurrentDictionary<string, int> effects, ScoreContext context)
    {
        effects.AddOrUpdate(context.EventId, 1, static (_, times) => times + 1);
        return ValueTask.CompletedTask;
    }

    private static async Task EmptyAsync(IEventLog log)
    {
        using var limit = new CancellationTokenSource(Limit);
        while ((await log.GetStatisticsAsync(limit.Token)).Waiting > 0)
            await Task.Delay(50, limit.Token);
    }
}
