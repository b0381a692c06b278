using System.Collections;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

public sealed class SqliteLogFixture : EventLogFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly List<EventLogDatabase> _opened = [];
    private readonly List<HeldEvents> _held = [];
    private SqliteEventLog? _log;

    internal EventLogDatabase Database => _opened[^1];

    public override IEventLog Log => _log!;

    public override IConsumerStore Consumers => new SqliteConsumers(_opened[^1]);

    public override IDeadLetterStore DeadLetters => new SqliteDeadLetters(_opened[^1]);

    public override IQuarantineStore Quarantine => new SqliteQuarantine(_opened[^1]);

    public override bool IsDurable => true;

    public override ValueTask OpenAsync() => OpenAsync(0);

    public override ValueTask<IEventLog> OpenNodeAsync(TimeSpan clockOffset) => new(Log);

    public override ValueTask<DateTimeOffset> GetTimeAsync() => new(Database.Clock.Now);

    public override ValueTask AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        return default;
    }

    public override ValueTask SetClockBackAsync(TimeSpan time)
    {
        _time.SetBack(time);
        return default;
    }

    /// <summary>Goes on with a copy of the files as they are at this moment, while the log is still open on the originals: no clean end, no checkpoint.</summary>
    public override async ValueTask CrashAsync()
    {
        var (from, to) = (_opened.Count - 1, _opened.Count);
        Directory.CreateDirectory(Folder(to));
        foreach (var name in new[] { "scores.db", "scores.db-wal" })
            if (File.Exists(Path.Combine(Folder(from), name)))
                File.Copy(Path.Combine(Folder(from), name), Path.Combine(Folder(to), name));
        await OpenAsync(to);
    }

    /// <summary>Stops the writer in the middle of its transaction, as a disk that hangs would.</summary>
    public override async ValueTask<IAsyncDisposable?> HoldAppendAsync(StoredEvent storedEvent)
    {
        var held = new HeldEvents(storedEvent);
        _held.Add(held);
        using var givenUp = new CancellationTokenSource();
        var appended = Log.AppendAsync(held, givenUp.Token).AsTask();
        await held.Begun;
        await givenUp.CancelAsync();
        held.Appended = appended;
        return held;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var held in _held)
            await held.DisposeAsync();
        _opened.ForEach(database => database.Dispose());
        _folder.Dispose();
    }

    private ValueTask OpenAsync(int index)
    {
        var options = new SqliteScoresOptions { ConnectionString = "Data Source=" + Path.Combine(Folder(index), "scores.db"), Synchronous = SqliteSynchronous.Normal };
        _opened.Add(new EventLogDatabase(options, _time));
        _log = new SqliteEventLog(_opened[^1]);
        return _log.StartAsync(default);
    }

    private string Folder(int index) => _folder["life" + index];

    /// <summary>One event, which is not given out before this is disposed of.</summary>
    private sealed class HeldEvents(StoredEvent storedEvent) : IReadOnlyList<StoredEvent>, IAsyncDisposable
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _ended = new();

        public Task Begun => _begun.Task;

        public Task? Appended { get; set; }

        public int Count => 1;

        public StoredEvent this[int index]
        {
            get
            {
                _begun.TrySetResult();
                _ended.Wait();
                return storedEvent;
            }
        }

        /// <summary>Ends the append; the event is in the log afterwards. A second call changes nothing.</summary>
        public async ValueTask DisposeAsync()
        {
            if (Appended is not { IsCompleted: false } appended)
                return;
            _ended.Set();
            await appended.ContinueWith(_ => { }, TaskScheduler.Default);
            _ended.Dispose();
        }

        public IEnumerator<StoredEvent> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
