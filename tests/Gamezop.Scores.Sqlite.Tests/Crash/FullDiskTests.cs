using System.Net;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>
/// The disk itself is full: on a small tmpfs (root is needed to mount one), as often as GAMEZOP_FULL_DISKS says. Each time the process is killed
/// on the full disk, started again on it, and given more room without a restart. A campaign: tests/run.sh leaves it out, and does not count
/// it, while the variable is not set; the ordinary run fills up the database instead.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Step = 4;
    private const int Variety = 250;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Campaign")]
    public async Task Full_disk_is_answered_503_and_loses_nothing_whenever_the_process_is_killed()
    {
        var times = int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_FULL_DISKS"), out var set) ? set : 1;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var size = Step;
        using var disk = new SmallDisk(_folder["disk"], size);
        var sender = new Sender(seed);
        var server = await StartAsync();
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        for (var i = 0; i < times; i++)
        {
            await RefusedAsync();
            await Task.Delay(random.Next(Variety), CancellationToken.None);
            await server.KillAsync();
            server.Dispose();
            server = await StartAsync();

            await RefusedAsync();
            var before = sender.Acknowledged.Count;
            disk.Resize(size += Step);
            while (sender.Acknowledged.Count < before + 100)
                await Task.Delay(20, CancellationToken.None);
        }

        await stop.CancelAsync();
        disk.Resize(2 * size);
        await sending;
        await HandledAsync();
        server.Dispose();
        sender.Refusals.Should().OnlyContain(status => status == HttpStatusCode.ServiceUnavailable);

        Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, database: "disk/scores.db");

        async Task RefusedAsync()
        {
            for (var before = sender.Refusals.Count; sender.Refusals.Count < before + 50;)
                await Task.Delay(20, CancellationToken.None);
        }

        async Task HandledAsync()
        {
            var deadline = Environment.TickCount64 + 120_000;
            while (sender.Acknowledged.Keys.Except(await File.ReadAllLinesAsync(_folder["effects"])).Any())
            {
                Environment.TickCount64.Should().BeLessThan(deadline, $"every event that was answered 200 should be handled (seed {seed})");
                await Task.Delay(100);
            }
        }
    }
}
