using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Calls the publisher's hooks: what fails is called again, later and later; what takes too long is no longer waited for, so that one that hangs keeps nothing else from going on,
/// and is not called again before it has returned.
/// </summary>
internal sealed class HookCalls(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (int Attempts, DateTimeOffset NotBefore, Task Call)> _failed = new(StringComparer.Ordinal);

    /// <summary>Calls a hook, if it is its time.</summary>
    /// <param name="key">Which call it is.</param>
    /// <param name="call">Calls all handlers of a scope.</param>
    /// <param name="failed">Is told of a failure.</param>
    /// <param name="stopping">Is passed on to the handlers, which are waited for all the same.</param>
    /// <returns>Whether all of it is done.</returns>
    public async ValueTask<bool> TryAsync(string key, Func<IServiceProvider, CancellationToken, ValueTask> call, Action<Exception> failed, CancellationToken stopping)
    {
        (int attempts, DateTimeOffset notBefore, Task? last) = _failed.GetValueOrDefault(key);
        if (time.GetUtcNow() < notBefore || last is { IsCompleted: false })
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
            _failed[key] = (attempts + 1, time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), LongestPause.TotalSeconds)), running);
            return false;
        }

        _failed.Remove(key);
        return true;
    }

    private async Task CallAsync(Func<IServiceProvider, CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        await call(scope.ServiceProvider, cancellationToken);
    }
}
