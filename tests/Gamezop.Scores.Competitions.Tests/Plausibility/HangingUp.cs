using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>A store whose caller gives up waiting just when what an operator has decided is kept.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
internal class HangingUp : DispatchProxy
{
    private IPlausibilityStore _inner = null!;
    private CancellationTokenSource _caller = null!;

    public static IPlausibilityStore Wrap(IPlausibilityStore inner, CancellationTokenSource caller)
    {
        IPlausibilityStore proxy = Create<IPlausibilityStore, HangingUp>();
        (((HangingUp)(object)proxy)._inner, ((HangingUp)(object)proxy)._caller) = (inner, caller);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args![0] is IReadOnlyList<JudgedPlay> plays && plays.Any(play => play.IsFinal))
            _caller.Cancel();
        return targetMethod!.Invoke(_inner, args);
    }
}
