using System.Security.Cryptography;
using System.Text;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine of the event log, as the suites see it: a store, and any number of nodes on it. Each test makes one of its own.</summary>
public abstract class EventLogFixture : IAsyncDisposable
{
    /// <summary>The log of the first node, started.</summary>
    public abstract IEventLog Log { get; }

    public abstract IConsumerStore Consumers { get; }

    public abstract IDeadLetterStore DeadLetters { get; }

    public abstract IQuarantineStore Quarantine { get; }

    /// <summary>Whether the log is there after <see cref="CrashAsync"/>.</summary>
    public abstract bool IsDurable { get; }

    /// <summary>Opens a new store and its first node.</summary>
    public abstract ValueTask OpenAsync();

    /// <summary>Opens another node on the same store. Its own clock is ahead of the store's by the offset, or behind it: nothing may depend on that clock.</summary>
    /// <remarks>Engines whose store belongs to one process have no clock of a node: nodes share one log there.</remarks>
    public abstract ValueTask<IEventLog> OpenNodeAsync(TimeSpan clockOffset);

    /// <summary>The store's present time. It passes by <see cref="AdvanceAsync"/>, or a little more than that.</summary>
    public abstract ValueTask<DateTimeOffset> GetTimeAsync();

    /// <summary>Lets time pass by the store's clock.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan time);

    /// <summary>The machine's clock is set back. No time passes by it.</summary>
    public abstract ValueTask SetClockBackAsync(TimeSpan time);

    /// <summary>All nodes are killed at this moment, and the first one is started again. <see cref="Log"/> is then another object, or has forgotten all.</summary>
    public abstract ValueTask CrashAsync();

    /// <summary>Begins an append that hangs in its commit until the result is disposed of. Null for an engine whose appends take no time.</summary>
    public abstract ValueTask<IAsyncDisposable?> HoldAppendAsync(StoredEvent storedEvent);

    /// <summary>The figures of this moment, where those of the log may be seconds old.</summary>
    public virtual ValueTask<EventLogStatistics> GetStatisticsAsync() => Log.GetStatisticsAsync(default);

    public abstract ValueTask DisposeAsync();

    /// <summary>An event with an id that is made of its name, on its way in.</summary>
    public static StoredEvent Event(string name, string user = "u1", string? body = null, DateTimeOffset receivedAt = default) =>
        new(Id(name), user, receivedAt, Encoding.UTF8.GetBytes(body ?? $$"""{"name":"{{name}}"}"""));

    public static string Id(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
