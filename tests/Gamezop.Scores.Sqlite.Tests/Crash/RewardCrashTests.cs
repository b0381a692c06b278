using Gamezop.Scores.Competitions;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>
/// A real process with targets under load, killed at random moments: every reward that was earned is handed out, under one key, and never more than there are.
/// GAMEZOP_CRASHES sets how often it is killed (10 unless set).
/// </summary>
public sealed class RewardCrashTests : IDisposable
{
    private const int Places = 50;
    private const int AtOnce = 64;

    private readonly TemporaryFolder _folder = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_CRASHES"), out var kills) ? kills : 10;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_reward_is_lost_or_handed_out_under_two_keys_when_the_process_is_killed()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var first = TimeProvider.System.GetUtcNow().AddHours(-1);
        var sender = new Sender(seed, number => first.AddMilliseconds(number), scoreEvent => $"t/play/{scoreEvent.GamePlayId}/{scoreEvent.SubId}");
        var server = await StartAsync();
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(50, 800), CancellationToken.None);
            await server.KillAsync();
            server.Dispose();
            server = await StartAsync();
        }

        while (sender.Acknowledged.Count < 500)
            await Task.Delay(50, CancellationToken.None);
        await stop.CancelAsync();
        await sending;

        // Every play that was answered 200 has earned its reward; a hundred users with two plays and more share the places there are.
        var deadline = Environment.TickCount64 + 120_000;
        while (sender.Acknowledged.Keys.Except(Lines()).Any() || Capped().Count() < Places)
        {
            Environment.TickCount64.Should().BeLessThan(deadline, $"{sender.Acknowledged.Keys.Except(Lines()).Count()} of {sender.Acknowledged.Count} rewards are missing, {Capped().Count()} of {Places} places are taken (seed {seed})");
            await Task.Delay(200);
        }

        await server.TerminateAsync();
        server.Dispose();
        var keys = await KeysAsync();
        keys.Should().OnlyHaveUniqueItems();
        Lines().Except(keys).Should().BeEmpty("only what is in the book is handed out");
        Capped().Should().HaveCount(Places);
        (Lines().Length - Lines().Distinct().Count()).Should().BeLessThanOrEqualTo(AtOnce * (Kills + 1), "only what was under way at a kill is handed out again");
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, command: "rewards");

    private async Task<List<string>> KeysAsync()
    {
        using var database = new CompetitionsDatabase(Options.Create(new SqliteScoresOptions { ConnectionString = "Data Source=" + _folder["scores.db"] }), null, TimeProvider.System);
        var store = new SqliteRewardStore(database);
        await store.StartAsync(default);
        var keys = new List<string>();
        RewardGrant? after = null;
        while (await store.ReadAsync(default, after, 1_000, default) is { Count: > 0 } page)
        {
            keys.AddRange(page.Select(reward => reward.Grant.Key));
            after = page[^1].Grant;
        }

        return keys;
    }

    private IEnumerable<string> Capped() => Lines().Distinct().Where(key => key.StartsWith("t/capped/", StringComparison.Ordinal));

    private string[] Lines()
    {
        using var reader = new StreamReader(new FileStream(_folder["effects"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();

        // The last line may be half written.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
