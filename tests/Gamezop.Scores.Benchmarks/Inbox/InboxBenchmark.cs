// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- inbox [rounds]
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gamezop.Scores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Benchmarks.Inbox;

/// <summary>
/// Durable, deduplicating append into a SQLite file (synchronous=FULL): the inbox with 64 and with 1,024 concurrent producers, beside raw prepared
/// inserts into the same table, one transaction for each event and one for 1,000. Keys come in order of time, and in a slice of its own up to a second
/// late, as a network would have it: then the unique index is written all over its last pages. A new file for each slice; the slices are interleaved,
/// and the figures are medians of the ratios within a round.
/// </summary>
internal static class InboxBenchmark
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"gameCode":"NyM_JGWcx","sessionId":"5f0c3a52-6a0e-4a63-9d0b-0e4f8d5b1a11","gamePlayId":"2b1f7c9e-33a5-4f6e-8f60-7c4f0a9d2c77","timestamp":1763900000123,"score":1840,"leaderboardId":"NyM_JGWcx_default","subId":"123-554-111-889-223-991","country":"IN","duration":61500,"state":"playing","userAgent":"Mozilla/5.0 (Linux; Android 14)","extra":"0123456789012345678901234567890123456789"}""");

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 9;
        (string Name, Func<Task<double>> Slice)[] variants =
        [
            ("one by one", () => RawAsync(2_000, 1)),
            ("64 producers", () => ProduceAsync(64, 60_000)),
            ("64 producers, late", () => ProduceAsync(64, 60_000, lateness: 1_000)),
            ("1,024 producers", () => ProduceAsync(1_024, 120_000)),
            ("raw 1,000", () => RawAsync(120_000, 1_000)),
        ];
        foreach (var variant in variants)
            await variant.Slice();
        var rates = variants.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < variants.Length; i++)
                rates[i].Add(await variants[i].Slice());

        for (var i = 0; i < variants.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variants[i].Name,-20}{Median(rates[i]),10:N0} events/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"64 producers / one by one   {Median(rates[1].Zip(rates[0], (one, other) => one / other)),6:F2}   (at least 12)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1,024 producers / raw 1,000 {Median(rates[3].Zip(rates[4], (one, other) => one / other)),6:F2}   (at least 0.9)"));
        return 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static StoredEvent[] Events(int count, int lateness)
    {
        // As real ids: 12 digits of the event's milliseconds, the rest of a hash.
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_763_900_000_000);
        var rest = new byte[10];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            RandomNumberGenerator.Fill(rest);
            var at = start.AddMilliseconds((i / 50) + RandomNumberGenerator.GetInt32(lateness + 1));
            return new StoredEvent(at.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture) + Convert.ToHexStringLower(rest), "user-" + (i % 5_000), at, Body);
        })];
    }

    private static async Task<double> ProduceAsync(int producers, int count, int lateness = 0)
    {
        var folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            using var database = new EventLogDatabase(new SqliteScoresOptions { ConnectionString = $"Data Source={folder.FullName}/scores.db" }, TimeProvider.System);
            var log = new SqliteEventLog(database);
            await log.StartAsync(default);
            using var metrics = new InboxMetrics(null);
            using var queue = new AppendQueue(log, new ScoreInboxOptions(), TimeProvider.System, metrics);
            var events = Events(count, lateness);
            var next = -1;
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref next) is var i && i < events.Length)
                    if (!(await queue.AppendAsync(events[i])).IsAdded)
                        throw new InvalidOperationException("Every event is new.");
            })));
            return count / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> RawAsync(int count, int each)
    {
        var folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            var source = $"Data Source={folder.FullName}/scores.db";
            using (var database = new EventLogDatabase(new SqliteScoresOptions { ConnectionString = source }, TimeProvider.System))
                await database.StartAsync(default);
            using var connection = new SqliteConnection(source + ";Pooling=False");
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous=FULL";
            pragma.ExecuteNonQuery();
            using var insert = connection.CreateCommand();
            insert.CommandText = EventLogSql.Append;
            var parameters = Enumerable.Range(1, 9).Select(i => insert.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null))).ToArray();
            insert.Prepare();
            var events = Events(count, lateness: 0);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < count;)
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                insert.Transaction = transaction;
                for (var end = i + each; i < end; i++)
                {
                    parameters[0].Value = i + 1L;
                    parameters[1].Value = Convert.FromHexString(events[i].EventId);
                    parameters[2].Value = events[i].UserId;
                    parameters[3].Value = DBNull.Value;
                    parameters[4].Value = DBNull.Value;
                    parameters[5].Value = events[i].ReceivedAt.UtcTicks;
                    parameters[6].Value = 0L;
                    parameters[7].Value = 0L;
                    parameters[8].Value = Body;
                    insert.ExecuteNonQuery();
                }
                transaction.Commit();
            }
            return count / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
