using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over an event log share.</summary>
public abstract class EventLogSuite<TFixture> : IAsyncLifetime
    where TFixture : EventLogFixture, new()
{
    protected static readonly TimeSpan Lease = TestConsumer.Lease;

    /// <summary>Users in different partitions, where there are several.</summary>
    protected static readonly string[] Users = [.. Enumerable.Range(1, 8).Select(number => "u" + number)];

    protected TFixture Fixture { get; } = new();

    protected IEventLog Log => Fixture.Log;

    public Task InitializeAsync() => Fixture.OpenAsync().AsTask();

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    protected static StoredEvent Event(string name, string user = "u1", string? body = null, DateTimeOffset receivedAt = default) =>
        EventLogFixture.Event(name, user, body, receivedAt);

    protected static string Id(string name) => EventLogFixture.Id(name);

    protected static string[] Ids(params string[] names) => [.. names.Select(Id)];

    protected async Task<AppendedEvent[]> AppendAsync(params StoredEvent[] events) => [.. await Log.AppendAsync(events, default)];

    protected Task<AppendedEvent[]> AppendAsync(params string[] names) => AppendAsync([.. names.Select(name => Event(name))]);

    /// <summary>Appends some events of every user, and returns their ids.</summary>
    protected async Task<string[]> AppendOfAllUsersAsync(string name, int each)
    {
        var events = Enumerable.Range(0, each).SelectMany(number => Users.Select(user => Event($"{name}-{user}-{number}", user))).ToArray();
        (await AppendAsync(events)).Should().OnlyContain(result => result.IsAdded);
        return [.. events.Select(one => one.EventId)];
    }

    /// <summary>A consumer that has leased every partition, on a node of the first log or another one.</summary>
    protected async Task<TestConsumer> ConsumeAsync(string name = "h", StartFrom from = StartFrom.Beginning, string node = "n1", IEventLog? log = null)
    {
        var consumer = new TestConsumer(log ?? Log, node, name);
        await consumer.RenewAsync(from);
        await consumer.AcquireAsync();
        return consumer;
    }

    protected async Task<string[]> ReadLedgerAsync(DateTimeOffset from = default, int size = 100)
    {
        var ids = new List<string>();
        string? after = null;
        while (await Log.ReadLedgerAsync(from, after, size, default) is { Events.Count: > 0 } page)
        {
            page.Events.Count.Should().BeLessThanOrEqualTo(size);
            ids.AddRange(page.Events.Select(one => one.EventId));
            after = page.Next;
        }

        return [.. ids];
    }

    protected async Task<ConsumerInfo> InfoAsync(string consumer) => (await Fixture.GetStatisticsAsync()).Consumers.Single(one => one.Name == consumer);

    protected async Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync() => await Fixture.DeadLetters.ListDeadLettersAsync(null, 100, default);

    protected async Task<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync() => await Fixture.Quarantine.ListQuarantinedAsync(null, 100, default);

    protected async Task<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason = "forged", string? handler = null, int capacity = 100, int capacityPerUser = 100) =>
        await Fixture.Quarantine.QuarantineAsync(storedEvent, reason, handler, capacity, capacityPerUser, default);

    protected async Task<int> ReleaseAsync(params string[] ids) =>
        await Fixture.Quarantine.ReleaseQuarantinedAsync([.. ids.Select(id => new QuarantineRelease { Id = id })], default);

    protected Task AdvanceAsync(TimeSpan time) => Fixture.AdvanceAsync(time).AsTask();

    protected Task AdvanceAsync(int seconds) => AdvanceAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>The machine's clock is set back, and the process restarts where that is wanted.</summary>
    /// <returns>False where nothing is left to go on with.</returns>
    protected async Task<bool> SetClockBackAsync(TimeSpan time, bool restarts)
    {
        await Fixture.SetClockBackAsync(time);
        if (restarts)
            await Fixture.CrashAsync();
        return !restarts || Fixture.IsDurable;
    }

    /// <summary>Removes events that arrived before a time of the store.</summary>
    protected Task<int> PruneAsync(DateTimeOffset before, params string[] consumers) => PruneAsync(before, 100, consumers);

    protected async Task<int> PruneAsync(DateTimeOffset before, int max, params string[] consumers) =>
        await Log.PruneAsync(await Fixture.GetTimeAsync() - before + TimeSpan.FromTicks(1), consumers, max, default);
}
