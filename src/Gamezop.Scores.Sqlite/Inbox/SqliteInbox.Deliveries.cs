
namespace Gamezop.Scores.Sqlite;

/// <summary>Leasing and settling.</summary>
internal sealed partial class SqliteInbox
{
    private List<InboxDelivery> Lease(int max, TimeSpan duration) => _readers.Read(session =>
    {
        var now = Elapsed;
        long[] returned;
        LeaseBook book;
        int leasedRetries;
        lock (_lock)
        {
            book = Book;
            book.Expire(now);
            book.EndedRetries.Clear();
            returned = [.. book.Returned.Take(max)];
            leasedRetries = book.LeasedRetries;
        }

        var gone = new List<long>();
        var first = new List<SqliteDelivery>();
        foreach (var number in returned)
        {
            using var reader = session[InboxSql.EventByNumber].Query(number);
            if (reader.Read())
                first.Add(FirstDelivery(reader, book));
            else
                gone.Add(number);
        }
        var cursor = ReadFirstDeliveries(session, book, first, max);
        var retries = ReadRetries(session, book, _time.GetUtcNow().UtcTicks, max + leasedRetries);

        // Retries get half at most while first deliveries wait, so that a broken handler's backlog keeps nothing new out.
        lock (_lock)
        {
            if (book != _book)
                return [];
            retries.RemoveAll(retry => book.IsLeased(retry.Key) || book.EndedRetries.Contains(retry.Key.Number));
            var retried = Math.Min(retries.Count, Math.Max(max / 2, max - first.Count));
            var taken = first.Take(max - retried).Where(delivery => !book.IsSettled(delivery.EventNumber) && (delivery.EventNumber > book.Cursor || book.Returned.Contains(delivery.EventNumber))).ToList();
            // What lies between was settled before a crash, or erased; only behind the last one read, or taken, it is not known yet.
            book.Pass(taken.Count == first.Count ? cursor : taken.Count > 0 ? taken[^1].EventNumber : 0);
            var deliveries = new List<InboxDelivery>(taken);
            deliveries.AddRange(retries.Take(retried));
            foreach (var delivery in deliveries)
                book.Lease(((SqliteDelivery)delivery).Key, now + duration.Ticks);
            if (gone.Count > 0)
                book.Settle(gone, book.Watermark);
            return deliveries;
        }
    });

    /// <summary>Reads on behind the cursor until there are <paramref name="max"/>, or no more.</summary>
    /// <returns>The last number read.</returns>
    private long ReadFirstDeliveries(SqliteSession session, LeaseBook book, List<SqliteDelivery> deliveries, int max)
    {
        var cursor = TakeRecent(book, deliveries, max);
        for (var more = cursor < book.Last; more && deliveries.Count < max;)
        {
            var limit = max - deliveries.Count;
            using var reader = session[InboxSql.EventsAfter].Query(cursor, limit);
            var read = 0;
            for (; reader.Read(); read++)
            {
                cursor = reader.GetInt64(0);
                bool settled;
                lock (_lock)
                    settled = book.IsSettled(cursor);
                if (!settled)
                    deliveries.Add(FirstDelivery(reader, book));
            }
            more = read == limit;
        }
        return cursor;
    }

    /// <summary>Takes what follows the cursor and is still in memory.</summary>
    /// <returns>The last number taken.</returns>
    private long TakeRecent(LeaseBook book, List<SqliteDelivery> deliveries, int max)
    {
        lock (_lock)
        {
            var cursor = book.Cursor;
            for (; deliveries.Count < max && book.Recent.Take(cursor + 1) is { } recent; cursor++)
                deliveries.Add(new SqliteDelivery(recent, null, 1, new LeaseKey(cursor + 1, false), book.Opening, cursor + 1));
            return cursor;
        }
    }

    private static SqliteDelivery FirstDelivery(SqliteRows reader, LeaseBook book)
    {
        var number = reader.GetInt64(0);
        return new SqliteDelivery(ReadEvent(reader), null, 1, new LeaseKey(number, false), book.Opening, number);
    }

    private static List<SqliteDelivery> ReadRetries(SqliteSession session, LeaseBook book, long now, int max)
    {
        var retries = new List<SqliteDelivery>();
        using var reader = session[InboxSql.DueRetries].Query(now, max);
        while (reader.Read())
        {
            var key = new LeaseKey(reader.GetInt64(7), true);
            retries.Add(new SqliteDelivery(ReadEvent(reader), reader.GetString(8), reader.GetInt32(9), key, book.Opening, reader.GetInt64(0)));
        }

        return retries;
    }

    private Settling Settle(SqliteSession session, IReadOnlyList<InboxSettlement> settlements)
    {
        LeaseBook book;
        var numbers = new HashSet<long>();
        var retries = new List<LeaseKey>();
        var valid = new List<InboxSettlement>(settlements.Count);
        long watermark;
        lock (_lock)
        {
            book = Book;
            foreach (var settlement in settlements)
            {
                var delivery = (SqliteDelivery)settlement.Delivery;
                if (delivery.Opening == book.Opening && (delivery.Key.IsRetry || (book.IsOpen(delivery.Key.Number) && numbers.Add(delivery.Key.Number))))
                    valid.Add(settlement);
            }
            watermark = book.WatermarkAfter(numbers);
        }

        foreach (var settlement in valid)
        {
            var delivery = (SqliteDelivery)settlement.Delivery;
            if (delivery.Key.IsRetry)
            {
                retries.Add(delivery.Key);
                if (session[InboxSql.RemoveRetry].Execute(delivery.Key.Number) == 0)
                    continue;
            }
            foreach (var failure in settlement.Failures)
                AddFailure(session, delivery.EventNumber, failure);
        }
        if (watermark > book.Watermark)
        {
            session[InboxSql.SetWatermark].Execute(watermark);
            session[InboxSql.RemoveSettled].Execute(watermark);
        }
        foreach (var number in numbers)
            if (number > watermark)
                session[InboxSql.AddSettled].Execute(number);
        return new Settling(book, numbers, retries, watermark);
    }

    private void AddFailure(SqliteSession session, long eventNumber, InboxFailure failure)
    {
        if (failure.RetryAt is { } retryAt)
            session[InboxSql.AddRetry].Execute(eventNumber, failure.Handler, failure.Attempts + 1, retryAt.UtcTicks, failure.Error);
        else
            session[InboxSql.AddDeadLetter].Execute(eventNumber, failure.Handler, failure.Attempts, failure.Error, _time.GetUtcNow().UtcTicks);
    }

    private void Settled(Settling settling)
    {
        lock (_lock)
        {
            settling.Book.Settle(settling.Numbers, Math.Max(settling.Watermark, settling.Book.Watermark));
            foreach (var key in settling.Retries)
            {
                settling.Book.Release(key);
                settling.Book.EndedRetries.Add(key.Number);
            }
        }
    }

    private sealed record Settling(LeaseBook Book, HashSet<long> Numbers, List<LeaseKey> Retries, long Watermark);
}
