using System.Net;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>Files that do not belong together are found out, and a backup loses nothing.</summary>
public sealed class FilePairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder["scores.db"];

    private string Competitions => _folder["scores-competitions.db"];

    [Fact]
    public async Task Competitions_that_are_lost_do_not_begin_anew_until_somebody_accepts_it()
    {
        await CountAsync(3);
        Remove(Competitions);

        string token;
        await using (var site = await Site.StartAsync(Database))
        {
            token = await RefusedAsync(site, "is missing or new");
            File.Exists(Competitions).Should().BeFalse("a backup may be put there");
            (await site.PostAsync(Site.Event(4))).Should().Be(HttpStatusCode.OK, "scores are taken, and wait");
        }

        await using (var site = await Site.StartAsync(Database, sqlite: options => options.AcceptCompetitions = "something else"))
            (await RefusedAsync(site, "is missing or new")).Should().Be(token);

        for (var i = 0; i < 2; i++)
        {
            // It may stay in the configuration.
            await using var site = await Site.StartAsync(Database, sqlite: options => options.AcceptCompetitions = token);
            await Site.EventuallyAsync(async () => (await site.TotalsAsync()).GetValueOrDefault("u1") == 1);
            (await site.HealthAsync("gamezop-competitions")).Status.Should().Be(HealthStatus.Healthy);
        }

        Remove(Competitions);
        await using var again = await Site.StartAsync(Database, sqlite: options => options.AcceptCompetitions = token);
        (await RefusedAsync(again, "is missing or new")).Should().NotBe(token, "it was for another loss");
    }

    [Fact]
    public async Task Competitions_that_are_lost_are_taken_up_when_they_are_put_back()
    {
        await CountAsync(3);
        File.Move(Competitions, _folder["elsewhere"]);

        await using var site = await Site.StartAsync(Database);
        await RefusedAsync(site, "is missing or new");
        File.Move(_folder["elsewhere"], Competitions);

        await site.UntilAsync("gamezop-competitions", HealthStatus.Healthy);
        (await site.TotalsAsync())["u1"].Should().Be(3);
    }

    [Fact]
    public async Task Competitions_that_were_copied_before_the_inbox_are_an_older_copy()
    {
        await using (var site = await Site.StartAsync(Database))
        {
            await CountAsync(site, 1, 3);
            Site.Execute(Competitions, $"VACUUM INTO '{_folder["first.db"]}'");
            await CountAsync(site, 4, 6);
            Site.Execute(Database, $"VACUUM INTO '{_folder["second.db"]}'");
        }
        Directory.CreateDirectory(_folder["restored"]);
        var restored = Path.Combine(_folder["restored"], "scores.db");
        File.Move(_folder["second.db"], restored);
        File.Move(_folder["first.db"], Path.Combine(_folder["restored"], "scores-competitions.db"));

        await using var wrong = await Site.StartAsync(restored);

        await RefusedAsync(wrong, "is an older copy than");
        (await wrong.GetStatusAsync("/competitions/leaderboards/all")).Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Competitions_that_are_replaced_while_they_are_in_use_by_an_older_copy_are_refused()
    {
        await using var site = await Site.StartAsync(Database);
        await CountAsync(site, 1, 2);
        Site.Execute(Competitions, $"VACUUM INTO '{_folder["older.db"]}'");
        await CountAsync(site, 3, 4);

        File.Delete(Competitions + "-wal");
        File.Delete(Competitions + "-shm");
        File.Move(_folder["older.db"], Competitions, overwrite: true);
        (await site.PostAsync(Site.Event(5))).Should().Be(HttpStatusCode.OK);

        await site.UntilAsync("gamezop-competitions", HealthStatus.Unhealthy, "is an older copy than");
    }

    [Fact]
    public async Task Files_of_two_applications_do_not_belong_together()
    {
        await CountAsync(1);
        await using (var other = await Site.StartAsync(_folder["other.db"]))
            await CountAsync(other, 1, 1);
        Remove(Competitions);
        File.Move(_folder["other-competitions.db"], Competitions);

        await using var site = await Site.StartAsync(Database);

        await RefusedAsync(site, "do not belong together");
    }

    [Fact]
    public async Task An_inbox_that_is_lost_is_found_out_by_the_competitions()
    {
        await CountAsync(2);
        Remove(Database);

        string token;
        await using (var site = await Site.StartAsync(Database))
            token = await RefusedAsync(site, "scores.db is new");

        await using var accepted = await Site.StartAsync(Database, sqlite: options => options.AcceptCompetitions = token);
        await CountAsync(accepted, 3, 3);
        (await accepted.TotalsAsync())["u1"].Should().Be(3);
        // The new inbox has one of the three events.
        var rebuild = accepted.Services.GetRequiredService<IRebuild>();
        await FluentActions.Awaiting(() => rebuild.RunAsync(Site.Board, "op", "test").AsTask()).Should().ThrowAsync<RebuildRefusedException>();
        (await accepted.TotalsAsync())["u1"].Should().Be(3);
    }

    [Fact]
    public async Task An_inbox_that_is_an_older_copy_says_so_and_is_not_counted_from_again()
    {
        await CountAsync(3);
        await ReplaceByOlderAsync(Database, 4, 6);

        for (var i = 0; i < 2; i++)
        {
            await using var site = await Site.StartAsync(Database);
            await site.UntilAsync("gamezop-competitions", HealthStatus.Degraded, "is an older copy than");
            await RebuildRefusedAsync(site, 6 + i);
            await CountAsync(site, 7 + i, 7 + i);
        }

        await using var later = await Site.StartAsync(Database, time: new LaterClock(TimeSpan.FromDays(31)));
        await later.UntilAsync("gamezop-competitions", HealthStatus.Healthy);
    }

    [Fact]
    public async Task An_older_inbox_is_found_out_after_it_took_scores_alone()
    {
        await CountAsync(2);
        await ReplaceByOlderAsync(Database, 3, 4);
        File.Move(Competitions, _folder["elsewhere"]);
        for (var i = 0; i < 2; i++)
        {
            // More than are missing, so that the log ends where the competitions have seen it end, and later.
            await using var alone = await Site.StartAsync(Database);
            for (var number = 0; number < 3; number++)
                (await alone.PostAsync(Site.Event(10 + (3 * i) + number))).Should().Be(HttpStatusCode.OK);
        }
        File.Move(_folder["elsewhere"], Competitions);

        await using var site = await Site.StartAsync(Database);

        await site.UntilAsync("gamezop-competitions", HealthStatus.Degraded, "is an older copy than");
        await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 10);
        await RebuildRefusedAsync(site, 10);
    }

    [Fact]
    public async Task An_inbox_that_is_replaced_while_it_is_in_use_by_an_older_copy_is_found_out()
    {
        await using var site = await Site.StartAsync(Database);
        await CountAsync(site, 1, 2);
        Site.Execute(Database, $"VACUUM INTO '{_folder["older.db"]}'");
        await CountAsync(site, 3, 4);

        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(_folder["older.db"], Database, overwrite: true);
        await Site.EventuallyAsync(async () => await site.PostAsync(Site.Event(5)) == HttpStatusCode.OK);

        await site.UntilAsync("gamezop-competitions", HealthStatus.Degraded, "is an older copy than");
        await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 5);
        await RebuildRefusedAsync(site, 5);
    }

    [Fact]
    public async Task A_start_that_was_cut_off_before_both_files_had_the_mark_is_simply_repeated()
    {
        await using (await Site.StartAsync(Database))
        {
            // Nothing has been counted.
        }
        Site.Execute(Database, "DELETE FROM gamezop_mark");
        Site.Execute(Competitions, "UPDATE gamezop_mark SET position = 0");

        await using var site = await Site.StartAsync(Database);

        await CountAsync(site, 1, 1);
        (await site.HealthAsync("gamezop-competitions")).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_mark_that_the_inbox_could_not_take_is_written_with_the_next_try()
    {
        await CountAsync(2);
        Site.Execute(Database, "CREATE TRIGGER fault BEFORE INSERT ON gamezop_mark BEGIN SELECT RAISE(ABORT, 'the mark cannot be written'); END");

        await using (var site = await Site.StartAsync(Database))
        {
            await site.UntilAsync("gamezop-competitions", HealthStatus.Unhealthy, "");
            (await site.PostAsync(Site.Event(3))).Should().Be(HttpStatusCode.OK, "scores are taken, and wait");
            Site.Execute(Database, "DROP TRIGGER fault");
            await site.UntilAsync("gamezop-competitions", HealthStatus.Healthy);
            await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 3);
            // From here on the inbox follows the competitions again.
            Site.Execute(Competitions, $"VACUUM INTO '{_folder["older.db"]}'");
            await CountAsync(site, 4, 5);
        }

        Remove(Competitions);
        File.Move(_folder["older.db"], Competitions);
        await using var again = await Site.StartAsync(Database);
        await RefusedAsync(again, "is an older copy than");
    }

    [Fact]
    public async Task A_backup_under_load_has_everything_that_was_answered_200_before_it()
    {
        var answered = 0;
        int before;
        using var stop = new CancellationTokenSource();
        await using (var site = await Site.StartAsync(Database))
        {
            var load = Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    if (await site.PostAsync(Site.Event((sender * 1_000_000) + i, "u" + sender)) == HttpStatusCode.OK)
                        Interlocked.Increment(ref answered);
            })));
            await Site.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref answered) > 200));
            before = Volatile.Read(ref answered);
            await site.Services.GetRequiredService<ISqliteBackup>().BackupAsync(_folder["backup"]);
            await Site.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref answered) > before + 100));
            await stop.CancelAsync();
            await load;
        }

        await using var restored = await Site.StartAsync(Path.Combine(_folder["backup"], "scores.db"));
        IReadOnlyDictionary<string, double> totals = new Dictionary<string, double>();
        await Site.EventuallyAsync(
            async () => (totals = await restored.TotalsAsync()).Values.Sum() >= before, () => $"{totals.Values.Sum()} of at least {before} are counted");
        totals.Values.Sum().Should().BeLessThan(answered, "what came later is not in it");
        await restored.UntilAsync("gamezop-competitions", HealthStatus.Healthy);
        // What was counted while the files were copied is in the log's copy too.
        await HandledAsync(restored);
        totals = await restored.TotalsAsync();
        await restored.Services.GetRequiredService<IRebuild>().RunAsync(Site.Board, "op", "test");
        (await restored.TotalsAsync()).Should().BeEquivalentTo(totals);
    }

    [Fact]
    public async Task A_backup_does_not_overwrite_another_and_leaves_nothing_when_it_is_broken_off()
    {
        await using var site = await Site.StartAsync(Database);
        await CountAsync(site, 1, 1);
        var backup = site.Services.GetRequiredService<ISqliteBackup>();
        await backup.BackupAsync(_folder["backup"]);
        var files = Directory.GetFiles(_folder["backup"]).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        var again = async () => await backup.BackupAsync(_folder["backup"]);
        (await again.Should().ThrowAsync<IOException>()).WithMessage("*exists already*");
        await FluentActions.Awaiting(async () => await backup.BackupAsync(_folder.Path)).Should().ThrowAsync<IOException>();
        var brokenOff = async () => await backup.BackupAsync(_folder["broken off"], new CancellationToken(true));
        await brokenOff.Should().ThrowAsync<OperationCanceledException>();

        Directory.GetFiles(_folder["backup"]).ToDictionary(file => file, File.GetLastWriteTimeUtc).Should().BeEquivalentTo(files);
        (Directory.Exists(_folder["broken off"]) ? Directory.GetFiles(_folder["broken off"]) : []).Should().BeEmpty();
        await CountAsync(site, 2, 2);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static void Remove(string database)
    {
        foreach (var file in new[] { database, database + "-wal", database + "-shm" })
            File.Delete(file);
    }

    /// <summary>Waits until the competitions say what is wrong with the files.</summary>
    /// <returns>What accepts it.</returns>
    private static async Task<string> RefusedAsync(Site site, string why)
    {
        var said = await site.UntilAsync("gamezop-competitions", HealthStatus.Unhealthy, why);
        var begin = said.IndexOf("AcceptCompetitions to '", StringComparison.Ordinal) + "AcceptCompetitions to '".Length;
        return said[begin..said.IndexOf('\'', begin)];
    }

    private static async Task CountAsync(Site site, int first, int last)
    {
        var before = (await site.TotalsAsync()).GetValueOrDefault("u1");
        for (var i = first; i <= last; i++)
            (await site.PostAsync(Site.Event(i))).Should().Be(HttpStatusCode.OK);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).GetValueOrDefault("u1") == before + last - first + 1);
        // What is counted is settled a moment later, and the inbox knows of it then.
        await HandledAsync(site);
    }

    private static Task HandledAsync(Site site)
    {
        var log = site.Services.GetRequiredService<IEventLog>();
        return Site.EventuallyAsync(async () => (await log.GetStatisticsAsync(default)).Consumers.All(consumer => consumer.Waiting == 0));
    }

    private static async Task RebuildRefusedAsync(Site site, int total)
    {
        var rebuild = site.Services.GetRequiredService<IRebuild>();
        await FluentActions.Awaiting(() => rebuild.RunAsync(Site.Board, "op", "test").AsTask()).Should().ThrowAsync<RebuildRefusedException>();
        (await site.TotalsAsync())["u1"].Should().Be(total);
    }

    /// <summary>Puts the file as it is in the place of the one that more events were counted with.</summary>
    private async Task ReplaceByOlderAsync(string database, int first, int last)
    {
        Site.Execute(database, $"VACUUM INTO '{_folder["older.db"]}'");
        await using (var site = await Site.StartAsync(Database))
            await CountAsync(site, first, last);
        Remove(database);
        File.Move(_folder["older.db"], database);
    }

    private async Task CountAsync(int count)
    {
        await using var site = await Site.StartAsync(Database);
        await CountAsync(site, 1, count);
    }

    /// <summary>The machine's clock, some time ahead.</summary>
    private sealed class LaterClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
