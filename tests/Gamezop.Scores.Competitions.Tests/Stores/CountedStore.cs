using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions.Tests.Stores;

/// <summary>A store whose calls are counted.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
internal class CountedStore<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private StrongBox<int> _calls = null!;

    public static T Of(T inner, StrongBox<int> calls)
    {
        T proxy = Create<T, CountedStore<T>>();
        ((CountedStore<T>)(object)proxy)._inner = inner;
        ((CountedStore<T>)(object)proxy)._calls = calls;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Interlocked.Increment(ref _calls.Value);
        return targetMethod!.Invoke(_inner, args);
    }
}
