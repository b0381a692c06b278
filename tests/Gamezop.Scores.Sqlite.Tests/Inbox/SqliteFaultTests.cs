using Gamezop.Scores.Conformance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.Inbox;

/// <summary>What goes wrong with files: an event is then not taken, and after the repair the same inbox goes on.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteInbox> _inboxes = [];

    private string Database => _folder["scores.db"];

    [Fact]
    public async Task A_full_database_takes_nothing_until_something_is_pruned()
    {
        var inbox = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);
        var count = 0;
        ScoreInboxException? full = null;
        while (full is null)
        {
            try
            {
                await AppendAsync(inbox, "e" + count, new string('x', 10_000));
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
            (await FluentActions.Awaiting(async () => await inbox.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("full");
        count.Should().BeGreaterThan(20);

        var deliveries = await inbox.LeaseAsync(1_000, TimeSpan.FromMinutes(1), default);
        deliveries.Should().HaveCount(count, "what was taken is there, and nothing else");
        await inbox.SettleAsync([.. deliveries.Select(delivery => new InboxSettlement(delivery, []))], default);
        (await inbox.PruneAsync(DateTimeOffset.MaxValue, 1_000, default)).Should().Be(count);

        await inbox.ProbeAsync(default);
        await AppendAsync(inbox, "after");
        (await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Should().ContainSingle().Which.Event.EventId.Should().Be(InboxFixture.Id("after"));
    }

    [Fact]
    public async Task What_was_taken_before_the_database_was_full_can_still_fail_and_be_completed()
    {
        var inbox = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);
        var count = 0;
        var fill = async () =>
        {
            while (true)
                await AppendAsync(inbox, "e" + count++, new string('x', 1_000));
        };
        await fill.Should().ThrowAsync<ScoreInboxException>();

        for (var deliveries = await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default); deliveries.Count > 0; deliveries = await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default))
            await inbox.SettleAsync(
                [.. deliveries.Select((delivery, index) => new InboxSettlement(delivery, index == 0 ? [new InboxFailure("h", 1, DateTimeOffset.MaxValue, new string('e', 400))] : []))], default);

        (await inbox.GetStatisticsAsync(default)).Depth.Should().BeInRange(count / 10, (count / 10) + 1);
        await FluentActions.Awaiting(async () => await inbox.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>();
    }

    [Fact]
    public async Task One_event_that_does_not_fit_fails_alone()
    {
        var inbox = await StartAsync(options => options.MaxSizeBytes = 1024 * 1024);

        var large = AppendAsync(inbox, "large", new string('x', 2_000_000));
        var small = Enumerable.Range(0, 20).Select(i => AppendAsync(inbox, "small" + i)).ToList();

        await large.Invoking(task => task).Should().ThrowAsync<ScoreInboxException>();
        await Task.WhenAll(small);
        (await inbox.LeaseAsync(100, TimeSpan.FromMinutes(1), default)).Should().HaveCount(20);
    }

    [Fact]
    public async Task A_database_that_another_program_locks_takes_nothing_until_it_is_free()
    {
        var inbox = await StartAsync();
        await AppendAsync(inbox, "before");
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            Execute(other, "BEGIN EXCLUSIVE");

            var failure = (await FluentActions.Awaiting(() => AppendAsync(inbox, "locked")).Should().ThrowAsync<ScoreInboxException>()).Which;
            failure.Message.Should().Contain("locked by another program");
            failure.Problem.Should().Be(ScoreInboxProblem.Broken);
            await FluentActions.Awaiting(async () => await inbox.ProbeAsync(default)).Should().ThrowAsync<ScoreInboxException>();
            Execute(other, "ROLLBACK");
        }

        await AppendAsync(inbox, "after");
        (await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Select(delivery => delivery.Event.EventId)
            .Should().Equal(InboxFixture.Id("before"), InboxFixture.Id("after"));
    }

    [Fact]
    public async Task A_database_that_was_moved_away_takes_nothing_until_it_is_back()
    {
        var inbox = await StartAsync();
        await AppendAsync(inbox, "before");
        File.Move(Database, _folder["elsewhere.db"]);

        for (var i = 0; i < 3; i++)
            (await FluentActions.Awaiting(() => AppendAsync(inbox, "lost")).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("removed or replaced");
        File.Exists(Database).Should().BeFalse("an empty file in its place would hide the loss");

        File.Move(_folder["elsewhere.db"], Database);
        await AppendAsync(inbox, "after");
        (await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Select(delivery => delivery.Event.EventId)
            .Should().Equal(InboxFixture.Id("before"), InboxFixture.Id("after"));
    }

    [Fact]
    public async Task An_empty_file_in_the_place_of_the_database_is_no_fresh_beginning()
    {
        var inbox = await StartAsync();
        await AppendAsync(inbox, "before");
        File.Move(Database, _folder["elsewhere.db"]);
        // As it is made by a tool that was only to look.
        await File.WriteAllBytesAsync(Database, []);

        for (var i = 0; i < 3; i++)
            (await FluentActions.Awaiting(() => AppendAsync(inbox, "lost")).Should().ThrowAsync<ScoreInboxException>()).Which.Message.Should().Contain("removed or replaced");

        File.Move(_folder["elsewhere.db"], Database, overwrite: true);
        await AppendAsync(inbox, "after");
        (await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Select(delivery => delivery.Event.EventId)
            .Should().Equal(InboxFixture.Id("before"), InboxFixture.Id("after"));
    }

    [Fact]
    public async Task A_restored_backup_is_taken_up_as_it_is()
    {
        var inbox = await StartAsync();
        await AppendAsync(inbox, "in the backup");
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            Execute(connection, $"VACUUM INTO '{_folder["backup.db"]}'");
        }
        await AppendAsync(inbox, "later");
        var stale = await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default);
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(_folder["backup.db"], Database, overwrite: true);

        await FluentActions.Awaiting(() => AppendAsync(inbox, "too early")).Should().ThrowAsync<ScoreInboxException>();
        await AppendAsync(inbox, "after");
        await inbox.SettleAsync([.. stale.Select(delivery => new InboxSettlement(delivery, []))], default);

        (await inbox.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Select(delivery => delivery.Event.EventId)
            .Should().Equal(InboxFixture.Id("in the backup"), InboxFixture.Id("after"));
    }

    [Fact]
    public async Task A_second_owner_waits_says_why_and_takes_over()
    {
        var first = await StartAsync();
        await AppendAsync(first, "a");
        var second = Create();

        var failure = (await FluentActions.Awaiting(async () => await second.StartAsync(default)).Should().ThrowAsync<ScoreInboxException>()).Which;
        failure.Problem.Should().Be(ScoreInboxProblem.NotOwner);
        failure.Message.Should().Contain("Another process");
        (await FluentActions.Awaiting(() => AppendAsync(second, "b")).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.NotOwner);

        first.Dispose();
        await second.StartAsync(default);
        await AppendAsync(second, "b");
        (await second.LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Should().HaveCount(2);
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
        using var inbox = new SqliteInbox(options, TimeProvider.System);
        using var competitions = new CompetitionsDatabase(options, inbox, TimeProvider.System);

        await competitions.OpenAsync(default);

        File.Exists(_folder["scores-competitions.db"]).Should().BeTrue();
        File.Exists(_folder["link-competitions.db"]).Should().BeFalse();
    }

    [Fact]
    public async Task The_limit_of_the_inbox_does_not_hold_for_the_competitions()
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
        (await StartAsync()).Dispose();
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "INSERT INTO gamezop_schema VALUES ('inbox', 1000, 'later')");
        }

        (await FluentActions.Awaiting(() => StartAsync()).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*schema version 1000 of 'inbox'*Use the newer package*");
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
        var inbox = await StartAsync(options => options.Synchronous = SqliteSynchronous.Normal);
        await AppendAsync(inbox, "first");
        using (var backup = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            backup.Open();
            Execute(backup, "BEGIN");
            Execute(backup, "SELECT count(*) FROM gamezop_events");
            for (var i = 0; i < 30; i++)
                await AppendAsync(inbox, "meanwhile" + i, new string('x', 1_000_000));
            new FileInfo(Database + "-wal").Length.Should().BeGreaterThan(25_000_000);
        }

        for (var i = 0; i < 3; i++)
            await AppendAsync(inbox, "after" + i);

        new FileInfo(Database + "-wal").Length.Should().BeLessThan(20_000_000);
    }

    [Fact]
    public async Task The_folder_is_created_too()
    {
        var inbox = await StartAsync(options => options.ConnectionString = "Data Source=" + Path.Combine(_folder["a"], "b", "scores.db"));

        await AppendAsync(inbox, "a");
    }

    [Fact]
    public async Task Handled_and_pruned_events_leave_a_small_file()
    {
        var inbox = await StartAsync(options => options.Synchronous = SqliteSynchronous.Normal);
        for (var round = 0; round < 40; round++)
            await inbox.AppendAsync([.. Enumerable.Range(0, 500).Select(i => Event($"r{round}e{i}", new string('x', 2_000)))], default);
        while (await inbox.LeaseAsync(1_000, TimeSpan.FromMinutes(1), default) is { Count: > 0 } deliveries)
            await inbox.SettleAsync([.. deliveries.Select(delivery => new InboxSettlement(delivery, []))], default);
        inbox.Dispose();
        var large = new FileInfo(Database).Length;
        inbox = await StartAsync();

        while (await inbox.PruneAsync(DateTimeOffset.MaxValue, 500, default) > 0)
        {
        }
        for (var i = 0; i < 40; i++)
            await inbox.PruneAsync(DateTimeOffset.MaxValue, 500, default);

        inbox.Dispose();
        large.Should().BeGreaterThan(40_000_000);
        new FileInfo(Database).Length.Should().BeLessThan(large / 2);
    }

    [Fact]
    public async Task Who_does_not_own_the_file_writes_nothing_to_it()
    {
        var first = await StartAsync();
        await AppendAsync(first, "a");
        var second = Create();
        var start = async () => await second.StartAsync(default);
        await start.Should().ThrowAsync<ScoreInboxException>();

        Func<Task>[] writes =
        [
            async () => await second.AddUnreadableAsync(InboxFixture.Id("x"), InboxFixture.Start, "?"u8.ToArray(), "Unreadable.", null, 10, default),
            async () => await second.QuarantineAsync(Event("forged"), "forged", null, 10, 10, default),
            async () => await second.ReleaseQuarantinedAsync(["1"], default),
            async () => await second.RejectQuarantinedAsync(["1"], default),
            async () => await second.ReplayDeadLettersAsync(["1"], default),
            async () => await second.DiscardDeadLettersAsync(["1"], default),
            async () => await second.PruneAsync(DateTimeOffset.MaxValue, 10, default),
            async () => await second.EraseUserAsync("u1", default),
            () => AppendAsync(second, "b"),
        ];
        foreach (var write in writes)
            (await write.Should().ThrowAsync<ScoreInboxException>()).Which.Should().BeEquivalentTo(new { Problem = ScoreInboxProblem.NotOwner }).And
                .Match<ScoreInboxException>(exception => exception.Message.Contains("Another process", StringComparison.Ordinal));

        await AppendAsync(first, "c");
        (await first.ListDeadLettersAsync(null, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_mistake_and_no_other_process()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        (await FluentActions.Awaiting(() => StartAsync(options => options.ConnectionString = "Data Source=" + Path.Combine(_folder["file"], "scores.db")))
            .Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("scores.db").And.NotContain("Another process");
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_hands_nothing_out_twice()
    {
        var time = new JumpingTime();
        _inboxes.Add(new SqliteInbox(Options.Create(new SqliteScoresOptions { ConnectionString = "Data Source=" + Database }), time));
        await _inboxes[^1].StartAsync(default);
        await AppendAsync(_inboxes[^1], "a");
        (await _inboxes[^1].LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Should().ContainSingle();

        time.Jump = TimeSpan.FromHours(1);

        (await _inboxes[^1].LeaseAsync(10, TimeSpan.FromMinutes(1), default)).Should().BeEmpty();
    }

    public void Dispose()
    {
        _inboxes.ForEach(inbox => inbox.Dispose());
        _folder.Dispose();
    }

    private static InboxEvent Event(string name, string body = "{}") =>
        new(InboxFixture.Id(name), "u1", InboxFixture.Start, System.Text.Encoding.UTF8.GetBytes(body));

    private static async Task AppendAsync(SqliteInbox inbox, string name, string body = "{}") =>
        (await inbox.AppendAsync([Event(name, body)], default)).Should().Equal(InboxAppend.Added);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteInbox Create(Action<SqliteScoresOptions>? configure = null)
    {
        var options = new SqliteScoresOptions { ConnectionString = "Data Source=" + Database };
        configure?.Invoke(options);
        _inboxes.Add(new SqliteInbox(Options.Create(options), TimeProvider.System));
        return _inboxes[^1];
    }

    private async Task<SqliteInbox> StartAsync(Action<SqliteScoresOptions>? configure = null)
    {
        var inbox = Create(configure);
        await inbox.StartAsync(default);
        return inbox;
    }

    /// <summary>The wall clock can be set; what has passed since the start cannot.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
    }
}
