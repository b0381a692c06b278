using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A store whose writes are counted together with those of others, and one of which is the process's last: before it has happened, or after.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
internal class FaultyProxy<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private Faults _faults = null!;

    public static T Wrap(T inner, Faults faults)
    {
        T proxy = Create<T, FaultyProxy<T>>();
        ((FaultyProxy<T>)(object)proxy)._inner = inner;
        ((FaultyProxy<T>)(object)proxy)._faults = faults;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name.StartsWith("Read", StringComparison.Ordinal) || targetMethod.Name.StartsWith("Find", StringComparison.Ordinal))
            return targetMethod.Invoke(_inner, args);
        bool last = _faults.IsLast();
        if (last && !_faults.After)
            throw new IOException("The process was killed.");
        object? result = targetMethod.Invoke(_inner, args);
        if (!last)
            return result;
        // Stores in memory are done when they answer.
        throw new IOException("The process was killed.");
    }
}
