using System.Net;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>The machine's clock was far ahead once: the store's goes on from there, over restarts, and health says so.</summary>
public sealed class StoreClockTests : IDisposable
{
    private const string Check = "gamezop-scores";

    private readonly TemporaryFolder _folder = new();
    private readonly ShiftedTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(72)]
    public async Task A_store_whose_clock_was_ahead_is_reported_after_a_restart(int hours)
    {
        _time.Shift = TimeSpan.FromHours(hours);
        await using (var site = await StartAsync())
            (await site.PostAsync(Site.Event(1, at: _time.GetUtcNow()))).Should().Be(HttpStatusCode.OK);
        _time.Shift = TimeSpan.Zero;

        await using var again = await StartAsync();

        var health = await again.HealthAsync(Check);
        health.Status.Should().Be(hours > 0 ? HealthStatus.Degraded : HealthStatus.Healthy);
        if (hours > 0)
            health.Description.Should().Contain("The store's clock is 3 days ahead of this machine's");
        var ledger = await again.Services.GetRequiredService<IEventLog>().ReadLedgerAsync(default, null, 10, default);
        ledger.Events.Should().ContainSingle();
    }

    private Task<Site> StartAsync() => Site.StartAsync(_folder["scores.db"], scores => scores.AddHandler("h", (_, _) => ValueTask.CompletedTask), time: _time);
}
