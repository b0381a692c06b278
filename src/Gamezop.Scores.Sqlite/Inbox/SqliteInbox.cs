using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>The inbox in a SQLite file.</summary>
internal sealed partial class SqliteInbox : IScoreInbox, IStoreMaintenance, IDisposable
{
    private const int EraseSlice = 20_000;

    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _leasing = new(1);
    private readonly Lock _lock = new();
    private LeaseBook? _book;
    private long _lastInTransaction;

    public SqliteInbox(IOptions<SqliteScoresOptions> options, TimeProvider time)
    {
        _time = time;
        _file = new SqliteFile(options.Value);
        Pair = new FilePair(options.Value.AcceptCompetitions);
        _readers = new SqliteReaders(_file);
        _writer = new SqliteWriter(
            _file,
            Opened,
            session =>
            {
                _lastInTransaction = _book!.Last;
                Pair.InboxBegun(session);
            },
            _readers.Close);
        SubKeys = new SqliteSubKeyStore(_file, _writer, _readers);
    }

    public SqliteFile File => _file;

    public SqliteWriter Writer => _writer;

    /// <summary>What this file says of the competitions' file.</summary>
    public FilePair Pair { get; }

    /// <summary>The users' keys, which are in the same file.</summary>
    public SqliteSubKeyStore SubKeys { get; }

    private LeaseBook Book => _book ?? throw (_file.IsOwned ? new ScoreInboxException(ScoreInboxProblem.Broken, $"{_file.Path} is not open yet.") : _file.NotOwner());

    /// <summary>The time of leases. They are this process's own, so they need not follow a wall clock that is set.</summary>
    private long Elapsed => _time.GetElapsedTime(0).Ticks;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _file.Own();
        try
        {
            await _writer.OpenAsync(cancellationToken);
        }
        catch (ScoreInboxException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) })
        {
            // At the start nothing is at stake yet: a file that cannot be opened is a mistake to be shown, not an outage to be waited for.
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    public async ValueTask<IReadOnlyList<InboxAppend>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancellationToken) =>
        (await _writer.RunAsync(session => Append(session, events), cancellationToken, Appended, intake: true, refusable: true)).Results;

    public async ValueTask<IReadOnlyList<InboxDelivery>> LeaseAsync(int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        await _leasing.WaitAsync(cancellationToken);
        try
        {
            return Lease(max, duration);
        }
        finally
        {
            _leasing.Release();
        }
    }

    public ValueTask RenewAsync(IReadOnlyList<InboxDelivery> deliveries, TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Elapsed;
            foreach (var delivery in deliveries.Cast<SqliteDelivery>().Where(delivery => delivery.Opening == Book.Opening && Book.IsLeased(delivery.Key)))
                if (duration > TimeSpan.Zero)
                    Book.Lease(delivery.Key, now + duration.Ticks);
                else
                    Book.Free(delivery.Key);
        }
        return ValueTask.CompletedTask;
    }

    public async ValueTask SettleAsync(IReadOnlyList<InboxSettlement> settlements, CancellationToken cancellationToken) =>
        await _writer.RunAsync(session => Settle(session, settlements), cancellationToken, Settled, patient: true);

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await _writer.RunAsync(
        session =>
        {
            // The new row before the old one goes: for a moment there must be room for both.
            session[InboxSql.AddProbe].Execute();
            return session[InboxSql.RemoveProbes].Execute();
        },
        cancellationToken,
        refusable: true);

    public ValueTask<InboxStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_readers.Read(session =>
    {
        long unsettled;
        lock (_lock)
            unsettled = Book.Unsettled;
        return new InboxStatistics
        {
            Depth = unsettled + session[InboxSql.CountRetries].Number()!.Value,
            OldestWaiting = Earlier(OldestUnsettled(session), session[InboxSql.OldestRetry].Number()),
            DeadLetters = session[InboxSql.CountDeadLetters].Number()!.Value,
            Quarantined = session[InboxSql.CountQuarantined].Number()!.Value,
            UsedShare = _file.GetUsedShare(session),
        };
    }));

    public ValueTask<DateTimeOffset?> GetOldestWaitingAsync(string handler, CancellationToken cancellationToken) => ValueTask.FromResult(_readers.Read(session =>
        Earlier(OldestUnsettled(session), session[InboxSql.OldestRetryOf].Number(handler))));

    public ValueTask<LedgerPage> ReadAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken) => ValueTask.FromResult(_readers.Read(session =>
    {
        var from = receivedFrom.UtcTicks;
        var position = after is null ? (session[InboxSql.FirstReceivedFrom].Number(from) ?? 0) - 1 : Number(after);
        var events = new List<InboxEvent>();
        using (var reader = session[InboxSql.Ledger].Query(position, from, max))
            while (reader.Read())
            {
                events.Add(ReadEvent(reader));
                position = reader.GetInt64(0);
            }
        return new LedgerPage { Events = events, Next = events.Count == 0 && after is null ? null : Text(position) };
    }));

    public async ValueTask<int> PruneAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        // Searched outside the writer: many old dead letters make it long. Nothing is added any more to an event that is done with.
        LeaseBook book;
        long watermark;
        lock (_lock)
            (book, watermark) = (Book, Book.Watermark);
        var numbers = _readers.Read(session => Numbers(session[InboxSql.Prunable].Query(receivedBefore.UtcTicks, watermark, max)));
        return await _writer.RunAsync(
            session =>
            {
                Unchanged(book);
                var pruned = numbers.Sum(number => session[InboxSql.RemoveEvent].Execute(number));
                // Free pages are used again by what arrives next; only what is far more than that goes back to the file system.
                if (pruned < max && session[InboxSql.FreePages].Number() > 4096)
                    session[InboxSql.Shrink].Execute();
                return pruned;
            },
            cancellationToken);
    }

    public async ValueTask<int> EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        await _writer.RunAsync(session => session[InboxSql.EraseQuarantined].Execute(userId), cancellationToken);
        LeaseBook book;
        long end;
        lock (_lock)
            (book, end) = (Book, Book.Last);
        var erased = 0;
        // There is no index over users: it would cost every append. The ledger is searched outside the writer instead, slice by slice.
        for (var start = 0L; start < end; start += EraseSlice)
        {
            var numbers = _readers.Read(session => Numbers(session[InboxSql.OfUser].Query(start, start + EraseSlice, userId)));
            foreach (var chunk in numbers.Chunk(500))
                erased += await _writer.RunAsync(session => Erase(session, book, chunk), cancellationToken, _ => Erased(chunk));
        }
        return erased;
    }

    public async ValueTask MaintainAsync(CancellationToken cancellationToken) => await _writer.ScrubAsync(cancellationToken);

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        _file.Dispose();
        _leasing.Dispose();
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? Earlier(long? one, long? other) => (one, other) switch
    {
        (null, null) => null,
        (null, { } only) => At(only),
        ({ } only, null) => At(only),
        ({ } first, { } second) => At(Math.Min(first, second)),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static InboxEvent ReadEvent(SqliteRows reader, int first = 1) => new(
        Convert.ToHexStringLower(reader.GetBytes(first)),
        reader.GetString(first + 1),
        At(reader.GetInt64(first + 2)),
        reader.GetBytes(first + 3))
    { IsReleased = reader.GetInt64(first + 4) != 0, Source = reader.IsDBNull(first + 5) ? null : reader.GetString(first + 5) };

    private static List<long> Numbers(SqliteRows reader)
    {
        using (reader)
        {
            var numbers = new List<long>();
            while (reader.Read())
                numbers.Add(reader.GetInt64(0));
            return numbers;
        }
    }

    /// <summary>The file was opened, for the first time or again after a fault: all that memory holds of it is read anew.</summary>
    private void Opened(SqliteSession session)
    {
        SqliteSchema.Mark.Migrate(session.Connection, _time);
        SqliteSchema.Inbox.Migrate(session.Connection, _time);
        SqliteSchema.SubKeys.Migrate(session.Connection, _time);
        var watermark = session[InboxSql.Watermark].Number()!.Value;
        var last = session[InboxSql.LastNumber].Number()!.Value;
        var settled = Numbers(session[InboxSql.AllSettled].Query());
        lock (_lock)
            _book = new LeaseBook((_book?.Opening ?? 0) + 1, last, watermark, settled);
    }

    private void Last(long last)
    {
        lock (_lock)
            Book.Last = Math.Max(Book.Last, last);
    }

    private void Appended(AppendedEvents appended)
    {
        lock (_lock)
        {
            var number = appended.Last;
            Book.Last = Math.Max(Book.Last, number);
            for (var i = appended.Events.Count - 1; i >= 0; i--)
                if (appended.Results[i] == InboxAppend.Added)
                    Book.Recent.Add(number--, appended.Events[i]);
        }
    }

    private AppendedEvents Append(SqliteSession session, IReadOnlyList<InboxEvent> events)
    {
        var insert = session[InboxSql.Append];
        var results = new InboxAppend[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var one = events[i];
            var id = Convert.FromHexString(one.EventId);
            var added = insert.Execute(_lastInTransaction + 1, id, one.UserId, one.ReceivedAt.UtcTicks, one.Body, one.Source) == 1;
            results[i] = added ? InboxAppend.Added : InboxAppend.Duplicate;
            if (added)
                _lastInTransaction++;
        }
        return new AppendedEvents(events, results, _lastInTransaction);
    }

    /// <summary>When the first event arrived whose first delivery is not settled.</summary>
    private long? OldestUnsettled(SqliteSession session)
    {
        lock (_lock)
        {
            if (Book.Unsettled <= 0)
                return null;
            using var reader = session[InboxSql.ArrivalsAfter].Query(Book.FirstUnsettled - 1);
            while (reader.Read())
                if (!Book.IsSettled(reader.GetInt64(0)))
                    return reader.GetInt64(1);
            return null;
        }
    }

    /// <summary>Numbers that were read hold for one opening of the file: it may have been replaced since by one where they are other events'.</summary>
    private void Unchanged(LeaseBook book)
    {
        if (book != _book)
            throw new ScoreInboxException(ScoreInboxProblem.Broken, $"{_file.Path} was opened anew meanwhile. Try again.");
    }

    private int Erase(SqliteSession session, LeaseBook book, long[] numbers)
    {
        Unchanged(book);
        var erased = 0;
        foreach (var number in numbers)
        {
            erased += session[InboxSql.RemoveEvent].Execute(number);
            session[InboxSql.RemoveRetriesOf].Execute(number);
            session[InboxSql.RemoveDeadLettersOf].Execute(number);
            if (number > Book.Watermark)
                session[InboxSql.AddSettled].Execute(number);
        }
        return erased;
    }

    private void Erased(long[] numbers)
    {
        lock (_lock)
            Book.Settle(numbers, Book.Watermark);
    }

    /// <summary>What one append did: those that were added have the numbers up to the last one, in their order.</summary>
    private sealed record AppendedEvents(IReadOnlyList<InboxEvent> Events, InboxAppend[] Results, long Last);
}
