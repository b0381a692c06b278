namespace Gamezop.Scores.Sqlite.Tests.Storage;

/// <summary>What is written along with something else.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _others = new();
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private int _transactions;

    public SqliteWriterTests()
    {
        _file = new SqliteFile(new SqliteScoresOptions { ConnectionString = $"Data Source={Path.Combine(_folder.Path, "test.db")}" });
        _file.Own();
        _writer = new SqliteWriter(_file, static session => session["CREATE TABLE IF NOT EXISTS numbers (number INTEGER)"].Execute(), static () => { })
        {
            Committed = () => Interlocked.Increment(ref _transactions),
        };
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_shares_the_transaction_that_something_else_begins()
    {
        await _writer.OpenAsync(default);
        _transactions = 0;
        var along = _writer.RunAlongAsync(Insert(1), _others.Task, default);

        await _writer.RunAsync(Insert(2), default, intake: true).WaitAsync(Limit);
        await along.WaitAsync(Limit);

        (_transactions, await SumAsync()).Should().Be((1, 3));
        _others.SetResult();
        (await SumAsync()).Should().Be(3, "it is written once");
    }

    [Fact]
    public async Task It_has_a_transaction_of_its_own_when_nothing_else_comes()
    {
        var along = _writer.RunAlongAsync(Insert(1), _others.Task, default);
        along.IsCompleted.Should().BeFalse();

        _others.SetResult();
        await along.WaitAsync(Limit);

        (await SumAsync()).Should().Be(1);
        await _writer.RunAlongAsync(Insert(2), Task.CompletedTask, default).WaitAsync(Limit);
        (await SumAsync()).Should().Be(3);
    }

    [Fact]
    public async Task It_is_written_when_the_writer_stops()
    {
        await _writer.OpenAsync(default);
        var along = _writer.RunAlongAsync(Insert(1), _others.Task, default);

        _writer.Dispose();

        await along.WaitAsync(Limit);
        await FluentActions.Awaiting(() => _writer.RunAlongAsync(Insert(2), _others.Task, default)).Should().ThrowAsync<ScoreInboxException>();
    }

    [Fact]
    public async Task What_was_given_up_before_is_not_written()
    {
        using var cancellation = new CancellationTokenSource();
        var along = _writer.RunAlongAsync(Insert(1), _others.Task, cancellation.Token);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => along.WaitAsync(Limit)).Should().ThrowAsync<OperationCanceledException>();
        await _writer.RunAsync(Insert(2), default, intake: true).WaitAsync(Limit);
        (await SumAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_failure_of_the_others_does_not_fail_it()
    {
        var along = _writer.RunAlongAsync(Insert(1), _others.Task, default);

        await FluentActions.Awaiting(() => _writer.RunAsync<int>(_ => throw new InvalidOperationException("broken"), default, intake: true))
            .Should().ThrowAsync<InvalidOperationException>();
        await along.WaitAsync(Limit);

        (await SumAsync()).Should().Be(1);
    }

    private static Func<SqliteSession, int> Insert(int number) => session => session["INSERT INTO numbers (number) VALUES ($1)"].Execute(number);

    private Task<long?> SumAsync() => _writer.RunAsync(static session => session["SELECT SUM(number) FROM numbers"].Number(), default);
}
