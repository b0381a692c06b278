using System.Reflection;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>All that an engine implements.</summary>
public interface IEngine : IScoreInbox, IDeadLetterStore, IQuarantineStore;

/// <summary>The inbox in memory, with faults put before its methods.</summary>
public class FaultyEngine : DispatchProxy
{
    private readonly VolatileInbox _inner = new(TimeProvider.System);
    private Func<string, object?> _fault = _ => null;

    /// <param name="fault">Gets a method's name; throws, or answers in its place, or null to let it through.</param>
    public static IEngine Create(Func<string, object?> fault)
    {
        var engine = Create<IEngine, FaultyEngine>();
        ((FaultyEngine)(object)engine)._fault = fault;
        return engine;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _fault(targetMethod!.Name) ?? targetMethod.Invoke(_inner, args);
}
