using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A store that lets the test do something just before it is called, or just after it has answered.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
internal class SteppingProxy<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;

    /// <summary>Told of each call, by the name of its method and its arguments.</summary>
    public Action<string, object?[]> Before { get; set; } = (_, _) => { };

    /// <summary>Told of each call that has ended, by the name of its method and its result.</summary>
    public Action<string, object?> After { get; set; } = (_, _) => { };

    public static T Wrap(T inner, out SteppingProxy<T> steps)
    {
        T proxy = Create<T, SteppingProxy<T>>();
        steps = (SteppingProxy<T>)(object)proxy;
        steps._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Before(targetMethod!.Name, args!);
        // Stores in memory are done when they answer.
        object? result = targetMethod.Invoke(_inner, args);
        After(targetMethod.Name, result);
        return result;
    }
}
