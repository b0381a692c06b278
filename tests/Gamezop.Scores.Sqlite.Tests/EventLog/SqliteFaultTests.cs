using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>What goes wrong with files: an event is then not taken, and after the repair the same log goes on.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<EventLogDatabase> _databases = [];

    private string Database => _folder["scores.db"];

    [Fact]
    public async Task A_full_database_takes_nothing_until_something_is_pruned()
    {
        var log = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);
        var consumer = await ConsumeAsync(log);
        var count = 0;
        ScoreInboxException? full = null;
        while (full is null)
        {
            try
            {
                await AppendAsync(log, "e" + count, new string('x', 10_000));
                count++;
            }
            catch (ScoreInboxException exception)
            {
                full = exception;
            }
        }
        full.Problem.Should().Be(ScoreInboxProblem.Broken);
        full.Message.Should().Contain("full");
        for (var i = 0; i < 3; i++)
            (await FluentActions.Awaiting(async () => await log.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("full");
        count.Should().BeGreaterThan(20);

        (await consumer.ReadAsync(1_000)).Should().HaveCount(count, "what was taken is there, and nothing else");
        (await consumer.CommitAsync()).Should().BeTrue();
        (await log.PruneAsync(TimeSpan.Zero, ["h"], 1_000, default)).Should().Be(count);

        await log.ProbeAsync(default);
        await AppendAsync(log, "after");
        (await consumer.ReadIdsAsync()).Should().Equal(EventLogFixture.Id("after"));
    }

    [Fact]
    public async Task What_was_taken_before_the_database_was_full_can_still_fail_and_be_completed()
    {
        var log = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);
        var count = 0;
        var fill = async () =>
        {
            while (true)
                await AppendAsync(log, "e" + count++, new string('x', 1_000));
        };
        await fill.Should().ThrowAsync<ScoreInboxException>();

        var consumer = await ConsumeAsync(log);
        while (await consumer.ReadAsync(10) is { Count: > 0 } entries)
            (await consumer.CommitAsync(TestConsumer.Retry(entries[0]))).Should().BeTrue();

        (await log.GetStatisticsAsync(default)).Consumers.Single().Should().Match<ConsumerInfo>(one => one.Waiting == one.Retries && one.Waiting >= count / 10 && one.Waiting <= (count / 10) + 1);
        await FluentActions.Awaiting(async () => await log.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>();
    }

    [Fact]
    public async Task One_event_that_does_not_fit_fails_alone()
    {
        var log = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);

        var large = AppendAsync(log, "large", new string('x', 2_000_000));
        var small = Enumerable.Range(0, 20).Select(i => AppendAsync(log, "small" + i)).ToList();

        await large.Invoking(task => task).Should().ThrowAsync<ScoreInboxException>();
        await Task.WhenAll(small);
        (await (await ConsumeAsync(log)).ReadAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task A_database_that_another_program_locks_takes_nothing_until_it_is_free()
    {
        var log = await StartAsync();
        await AppendAsync(log, "before");
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            Execute(other, "BEGIN EXCLUSIVE");

            var failure = (await FluentActions.Awaiting(() => AppendAsync(log, "locked")).Should().ThrowAsync<ScoreInboxException>()).Which;
            failure.Message.Should().Contain("locked by another program");
            failure.Problem.Should().Be(ScoreInboxProblem.Broken);
            await FluentActions.Awaiting(async () => await log.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>();
            Execute(other, "ROLLBACK");
        }

        await AppendAsync(log, "after");
        (await (await ConsumeAsync(log)).ReadIdsAsync()).Should().Equal(EventLogFixture.Id("before"), EventLogFixture.Id("after"));
    }

    [Fact]
    public async Task A_database_that_was_moved_away_takes_nothing_until_it_is_back()
    {
        var log = await StartAsync();
        await AppendAsync(log, "before");
        File.Move(Database, _folder["elsewhere.db"]);

        for (var i = 0; i < 3; i++)
            (await FluentActions.Awaiting(() => AppendAsync(log, "lost")).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("removed or replaced");
        File.Exists(Database).Should().BeFalse("an empty file in its place would hide the loss");

        File.Move(_folder["elsewhere.db"], Database);
        await AppendAsync(log, "after");
        (await (await ConsumeAsync(log)).ReadIdsAsync()).Should().Equal(EventLogFixture.Id("before"), EventLogFixture.Id("after"));
    }

    [Fact]
    public async Task An_empty_file_in_the_place_of_the_database_is_no_fresh_beginning()
    {
        var log = await StartAsync();
        await AppendAsync(log, "before");
        File.Move(Database, _folder["elsewhere.db"]);
        // As it is made by a tool that was only to look.
        await File.WriteAllBytesAsync(Database, []);

        for (var i = 0; i < 3; i++)
            (await FluentActions.Awaiting(() => AppendAsync(log, "lost")).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("removed or replaced");

        File.Move(_folder["elsewhere.db"], Database, overwrite: true);
        await AppendAsync(log, "after");
        (await (await ConsumeAsync(log)).ReadIdsAsync()).Should().Equal(EventLogFixture.Id("before"), EventLogFixture.Id("after"));
    }

    [Fact]
    public async Task A_restored_backup_is_taken_up_as_it_is()
    {
        var log = await StartAsync();
        var consumer = await ConsumeAsync(log);
        await AppendAsync(log, "in the backup");
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            Execute(connection, $"VACUUM INTO '{_folder["backup.db"]}'");
        }
        await AppendAsync(log, "later");
        (await consumer.ReadAsync()).Should().HaveCount(2);
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(_folder["backup.db"], Database, overwrite: true);

        await FluentActions.Awaiting(() => AppendAsync(log, "too early")).Should().ThrowAsync<ScoreInboxException>();
        await AppendAsync(log, "after");

        (await consumer.CommitAsync()).Should().BeFalse("what it read may have been another event");
        (await (await ConsumeAsync(log)).ReadIdsAsync()).Should().Equal(EventLogFixture.Id("in the backup"), EventLogFixture.Id("after"));
    }

    [Fact]
    public async Task A_second_owner_waits_says_why_and_takes_over()
    {
        var first = await StartAsync();
        await AppendAsync(first, "a");
        var second = new SqliteEventLog(Create());

        var failure = (await FluentActions.Awaiting(async () => await second.StartAsync(default)).Should().ThrowAsync<ScoreInboxException>()).Which;
        failure.Problem.Should().Be(ScoreInboxProblem.NotOwner);
        failure.Message.Should().Contain("Another process");
        (await FluentActions.Awaiting(() => AppendAsync(second, "b")).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.NotOwner);

        _databases[0].Dispose();
        await second.StartAsync(default);
        await AppendAsync(second, "b");
        (await (await ConsumeAsync(second)).ReadAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_second_owner_that_comes_by_a_link_waits_too()
    {
        File.CreateSymbolicLink(_folder["link.db"], Database);
        await AppendAsync(await StartAsync(), "a");

        (await FluentActions.Awaiting(() => StartAsync(options => options.ConnectionString = "Data Source=" + _folder["link.db"])).Should().ThrowAsync<ScoreInboxException>())
            .Which.Problem.Should().Be(ScoreInboxProblem.NotOwner);
    }

    [Fact]
    public async Task The_competitions_of_a_file_are_the_same_ones_by_whatever_link_it_is_opened()
    {
        File.CreateSymbolicLink(_folder["link.db"], Database);
        var options = Options.Create(new SqliteScoresOptions { ConnectionString = "Data Source=" + _folder["link.db"] });
        using var database = new EventLogDatabase(options.Value, TimeProvider.System);
        using var competitions = new CompetitionsDatabase(options, database, TimeProvider.System);

        await competitions.OpenAsync(default);

        File.Exists(_folder["scores-competitions.db"]).Should().BeTrue();
        File.Exists(_folder["link-competitions.db"]).Should().BeFalse();
    }

    [Fact]
    public async Task The_limit_of_the_log_does_not_hold_for_the_competitions()
    {
        var options = Options.Create(new SqliteScoresOptions { ConnectionString = "Data Source=" + Database, MaxSizeBytes = 1024 * 1024 });
        using var competitions = new CompetitionsDatabase(options, null, TimeProvider.System);
        await competitions.OpenAsync(default);

        await competitions.WriteAsync(
            session =>
            {
                session["CREATE TABLE large (body BLOB)"].Execute();
                session["INSERT INTO large VALUES (zeroblob(2000000))"].Execute();
            },
            default);

        new FileInfo(_folder["scores-competitions.db-wal"]).Length.Should().BeGreaterThan(2_000_000);
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await StartAsync();
        _databases[0].Dispose();
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "INSERT INTO gamezop_schema VALUES ('log', 1000, 'later')");
        }

        (await FluentActions.Awaiting(() => StartAsync()).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*schema version 1000 of 'log'*Use the newer package*");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(Database, new string('x', 10_000));

        (await FluentActions.Awaiting(() => StartAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not a SQLite database*");
    }

    [Fact]
    public async Task A_database_that_keeps_texts_otherwise_is_refused()
    {
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "PRAGMA encoding = 'UTF-16'; CREATE TABLE theirs (text TEXT)");
        }

        (await FluentActions.Awaiting(() => StartAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*UTF-16*Use another file*");
    }

    [Fact]
    public async Task The_log_does_not_stay_as_large_as_a_long_backup_made_it()
    {
        var log = await StartAsync(options => options.Synchronous = SqliteSynchronous.Normal);
        await AppendAsync(log, "first");
        using (var backup = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            backup.Open();
            Execute(backup, "BEGIN");
            Execute(backup, "SELECT count(*) FROM gamezop_events");
            for (var i = 0; i < 30; i++)
                await AppendAsync(log, "meanwhile" + i, new string('x', 1_000_000));
            new FileInfo(Database + "-wal").Length.Should().BeGreaterThan(25_000_000);
        }

        for (var i = 0; i < 3; i++)
            await AppendAsync(log, "after" + i);

        new FileInfo(Database + "-wal").Length.Should().BeLessThan(20_000_000);
    }

    [Fact]
    public async Task The_folder_is_created_too()
    {
        var log = await StartAsync(options => options.ConnectionString = "Data Source=" + Path.Combine(_folder["a"], "b", "scores.db"));

        await AppendAsync(log, "a");
    }

    [Fact]
    public async Task Handled_and_pruned_events_leave_a_small_file()
    {
        var log = await StartAsync(options => options.Synchronous = SqliteSynchronous.Normal);
        for (var round = 0; round < 40; round++)
            await log.AppendAsync([.. Enumerable.Range(0, 500).Select(i => Event($"r{round}e{i}", new string('x', 2_000)))], default);
        var consumer = await ConsumeAsync(log);
        while (await consumer.ReadAsync(1_000) is { Count: > 0 })
            (await consumer.CommitAsync()).Should().BeTrue();
        _databases[0].Dispose();
        var large = new FileInfo(Database).Length;
        log = await StartAsync();

        while (await log.PruneAsync(TimeSpan.Zero, ["h"], 500, default) > 0)
        {
        }
        for (var i = 0; i < 40; i++)
            await log.PruneAsync(TimeSpan.Zero, ["h"], 500, default);

        _databases[1].Dispose();
        large.Should().BeGreaterThan(40_000_000);
        new FileInfo(Database).Length.Should().BeLessThan(large / 2);
    }

    [Fact]
    public async Task Who_does_not_own_the_file_writes_nothing_to_it()
    {
        var first = await StartAsync();
        await AppendAsync(first, "a");
        var database = Create();
        var (second, deadLetters, quarantine, consumers) = (new SqliteEventLog(database), new SqliteDeadLetters(database), new SqliteQuarantine(database), new SqliteConsumers(database));
        var start = async () => await second.StartAsync(default);
        await start.Should().ThrowAsync<ScoreInboxException>();

        Func<Task>[] writes =
        [
            async () => await deadLetters.AddUnreadableAsync(EventLogFixture.Id("x"), "?"u8.ToArray(), "Unreadable.", null, 10, default),
            async () => await deadLetters.ReplayDeadLettersAsync(["1"], default),
            async () => await deadLetters.DiscardDeadLettersAsync(["1"], default),
            async () => await quarantine.QuarantineAsync(Event("forged"), "forged", null, 10, 10, default),
            async () => await quarantine.ReleaseQuarantinedAsync([new QuarantineRelease { Id = "1" }], default),
            async () => await quarantine.RejectQuarantinedAsync(["1"], default),
            async () => await consumers.DropConsumerAsync("h", new AuditInfo { Actor = "x", Reason = "y" }, default),
            async () => await consumers.RenameConsumerAsync("h", "i", new AuditInfo { Actor = "x", Reason = "y" }, default),
            async () => await second.RenewAsync("n", [], TimeSpan.FromMinutes(1), default),
            async () => await second.RenewAsync("n", [new ConsumerRegistration { Name = "h", StartFrom = StartFrom.End }], TimeSpan.FromMinutes(1), default),
            async () => await second.CommitAsync([], default),
            async () => await second.PruneAsync(TimeSpan.Zero, [], 10, default),
            async () => await second.EraseUserAsync("u1", default),
            async () => await second.ProbeAsync(default),
            () => AppendAsync(second, "b"),
        ];
        foreach (var write in writes)
            (await write.Should().ThrowAsync<ScoreInboxException>()).Which.Should().BeEquivalentTo(new { Problem = ScoreInboxProblem.NotOwner }).And
                .Match<ScoreInboxException>(exception => exception.Message.Contains("Another process", StringComparison.Ordinal));

        await AppendAsync(first, "c");
        (await new SqliteDeadLetters(_databases[0]).ListDeadLettersAsync(null, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_mistake_and_no_other_process()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        (await FluentActions.Awaiting(() => StartAsync(options => options.ConnectionString = "Data Source=" + Path.Combine(_folder["file"], "scores.db")))
            .Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("scores.db").And.NotContain("Another process");
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_takes_no_lease_away()
    {
        var time = new JumpingTime();
        _databases.Add(new EventLogDatabase(new SqliteScoresOptions { ConnectionString = "Data Source=" + Database }, time));
        var log = new SqliteEventLog(_databases[^1]);
        await log.StartAsync(default);
        var consumer = await ConsumeAsync(log);
        var other = new TestConsumer(log, "n2", "h");
        await other.RenewAsync();

        time.Jump = TimeSpan.FromHours(1);

        (await other.AcquireAsync()).Should().BeEmpty();
        (await consumer.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gives_no_event_an_earlier_time_and_holds_no_retry_up()
    {
        var time = new JumpingTime { Jump = TimeSpan.FromDays(1) };
        _databases.Add(new EventLogDatabase(new SqliteScoresOptions { ConnectionString = "Data Source=" + Database }, time));
        var log = new SqliteEventLog(_databases[^1]);
        await log.StartAsync(default);
        var consumer = await ConsumeAsync(log);
        await AppendAsync(log, "a");
        await consumer.CommitAsync(TestConsumer.Retry((await consumer.ReadAsync())[0], seconds: 1));
        var horizon = await log.GetHorizonAsync("nobody else", default);
        var before = (await log.AppendAsync([Event("b")], default))[0].ReceivedAt;

        time.Jump = TimeSpan.Zero;

        (await log.AppendAsync([Event("c")], default))[0].ReceivedAt.Should().BeOnOrAfter(before).And.BeOnOrAfter(horizon);
        while ((await consumer.ReadRetriesAsync()).Count == 0)
            await Task.Delay(50);
    }

    public void Dispose()
    {
        _databases.ForEach(database => database.Dispose());
        _folder.Dispose();
    }

    private static StoredEvent Event(string name, string body = "{}") => EventLogFixture.Event(name, body: body);

    private static async Task AppendAsync(SqliteEventLog log, string name, string body = "{}") =>
        (await log.AppendAsync([Event(name, body)], default)).Should().ContainSingle().Which.IsAdded.Should().BeTrue();

    private static async Task<TestConsumer> ConsumeAsync(SqliteEventLog log)
    {
        var consumer = new TestConsumer(log, "n", "h");
        await consumer.RenewAsync();
        await consumer.AcquireAsync();
        return consumer;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private EventLogDatabase Create(Action<SqliteScoresOptions>? configure = null)
    {
        var options = new SqliteScoresOptions { ConnectionString = "Data Source=" + Database };
        configure?.Invoke(options);
        _databases.Add(new EventLogDatabase(options, TimeProvider.System));
        return _databases[^1];
    }

    private async Task<SqliteEventLog> StartAsync(Action<SqliteScoresOptions>? configure = null)
    {
        var log = new SqliteEventLog(Create(configure));
        await log.StartAsync(default);
        return log;
    }

    /// <summary>The wall clock can be set; what has passed since the start cannot.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
    }
}
