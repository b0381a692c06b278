using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Calls the publisher's hooks in the background: one owner's one after the other, different owners' side by side. What fails is called again, later and later. What takes too long is no
/// longer waited for, and is not called again before it has returned.
/// </summary>
internal sealed class HookCalls(IServiceScopeFactory scopes, TimeProvider time)
{
    // A hook that never returns keeps memory, so an owner may have only so many of them.
    private const int MostUnreturned = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Failure> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _rounds = new(StringComparer.Ordinal);

    /// <summary>Begins a round of an owner's hooks in the background, unless one is under way. For one caller at a time.</summary>
    /// <param name="owner">Whose hooks they are.</param>
    /// <param name="round">Calls <see cref="TryAsync"/> for each hook.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public void Begin(string owner, Func<ValueTask> round, CancellationToken stopping)
    {
        if (!_rounds.TryGetValue(owner, out Task? last) || last.IsCompleted)
            _rounds[owner] = Task.Run(() => RunAsync(round, stopping), CancellationToken.None);
    }

    /// <summary>Waits for the rounds that are under way; each waits for a hook for a limited time.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_rounds.Values);

    /// <summary>Calls a hook, if it is its time.</summary>
    /// <param name="owner">Whose hook it is.</param>
    /// <param name="key">Which call it is.</param>
    /// <param name="call">Calls all handlers of a scope.</param>
    /// <param name="failed">Is told of a failure.</param>
    /// <param name="stopping">Is passed on to the handlers, which are waited for all the same.</param>
    /// <returns>Whether all of it is done.</returns>
    public async ValueTask<bool> TryAsync(string owner, string key, Func<IServiceProvider, CancellationToken, ValueTask> call, Action<Exception> failed, CancellationToken stopping)
    {
        Failure? last = _failed.GetValueOrDefault(key);
        if (time.GetUtcNow() < last?.NotBefore || last is { Call.IsCompleted: false } || _failed.Values.Count(failure => failure.Owner == owner && !failure.Call.IsCompleted) >= MostUnreturned)
            return false;
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        // On another thread: a handler that blocks must not keep the time limit from being watched.
        var running = Task.Run(() => CallAsync(call, either.Token), CancellationToken.None);
        try
        {
            await running.WaitAsync(late.Token);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            failed(late.IsCancellationRequested ? new TimeoutException($"The handler took longer than {Limit}.", exception) : exception);
            int attempts = last?.Attempts ?? 0;
            _failed[key] = new Failure(owner, attempts + 1, time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), LongestPause.TotalSeconds)), running);
            return false;
        }

        _failed.TryRemove(key, out _);
        return true;
    }

    private static async Task RunAsync(Func<ValueTask> round, CancellationToken stopping)
    {
        try
        {
            await round();
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // What was not done is called again after the next start.
        }
    }

    private async Task CallAsync(Func<IServiceProvider, CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        await call(scope.ServiceProvider, cancellationToken);
    }

    private sealed record Failure(string Owner, int Attempts, DateTimeOffset NotBefore, Task Call);
}
