using System.Reflection;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Tests.Storage;

/// <summary>All that an engine implements.</summary>
public interface IEngine : IEventLog, IConsumerStore, IDeadLetterStore, IQuarantineStore;

/// <summary>The event log in memory, with faults put before its methods.</summary>
public class FaultyEngine : DispatchProxy
{
    private MemoryEventLog _inner = new(TimeProvider.System);
    private Func<string, object?[], object?> _fault = (_, _) => null;

    /// <param name="fault">Gets a method's name; throws, or answers in its place, or null to let it through.</param>
    public static IEngine Create(Func<string, object?> fault) => Create((name, _) => fault(name));

    /// <param name="fault">Gets a method's name and arguments; throws, or answers in its place, or null to let it through.</param>
    public static IEngine Create(Func<string, object?[], object?> fault)
    {
        var engine = Create<IEngine, FaultyEngine>();
        ((FaultyEngine)(object)engine)._fault = fault;
        return engine;
    }

    /// <param name="log">The log in memory, which others may use as well.</param>
    /// <param name="fault">As above.</param>
    internal static IEngine Create(MemoryEventLog log, Func<string, object?[], object?> fault)
    {
        var engine = Create(fault);
        ((FaultyEngine)(object)engine)._inner = log;
        return engine;
    }

    public static EventLogStores Stores(IEngine engine) => new() { Log = engine, Consumers = engine, DeadLetters = engine, Quarantine = engine };

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _fault(targetMethod!.Name, args ?? []) ?? targetMethod.Invoke(_inner, args);
}
