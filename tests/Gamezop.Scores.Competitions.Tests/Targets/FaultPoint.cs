namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>Kills the process at one call of a store: before it, so that nothing is kept, or after it, so that nobody hears of it.</summary>
internal sealed class FaultPoint(string method, int call, bool after)
{
    private int _calls;

    public bool WasHit { get; private set; }

    /// <summary>What happens in front of the call instead of a kill.</summary>
    public Func<Task>? Instead { get; init; }

    public async ValueTask<T> AroundAsync<T>(string called, Func<ValueTask<T>> work)
    {
        // Nothing works in a process that is dead.
        if (WasHit && Instead is null)
            throw new IOException("The process was killed.");
        bool fails = called == method && Interlocked.Increment(ref _calls) == call;
        if (fails && Instead is not null)
        {
            WasHit = true;
            await Instead();
            return await work();
        }

        if (fails && !after)
        {
            WasHit = true;
            throw new IOException("The process was killed before.");
        }

        T result = await work();
        if (!fails)
            return result;
        WasHit = true;
        throw new IOException("The process was killed afterwards.");
    }
}
