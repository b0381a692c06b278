using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Asks the publisher's gate, for a limited time, and tells it of whom it has let in for nothing. Under one key it does one thing at a time:
/// what it allows late is taken back before it is asked again.
/// </summary>
internal sealed class GateCalls(IServiceScopeFactory scopes, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);
    private readonly Lazy<bool> _hasGate = new(() => HasGate(scopes));

    /// <summary>Lets a user in whom the gate allows.</summary>
    /// <param name="admission">Who wants to join what.</param>
    /// <param name="confirm">Carries the joining out, if it is still possible.</param>
    /// <returns>What has come of it.</returns>
    public async ValueTask<TournamentJoin> AdmitAsync(TournamentAdmission admission, Func<ValueTask<TournamentJoin>> confirm)
    {
        if (!_hasGate.Value)
            return await confirm();
        if (!_underWay.TryAdd(admission.Key, true))
            return TournamentJoin.Undecided;
        var isAnswered = true;
        try
        {
            using var late = new CancellationTokenSource(Limit, time);
            // On another thread: a gate that blocks must not keep the time limit from being watched.
            var token = late.Token;
            var asked = Task.Run(() => AskAsync(admission, token), CancellationToken.None);
            TournamentGateAnswer answer;
            try
            {
                answer = await asked.WaitAsync(token);
            }
            catch (Exception) when (late.IsCancellationRequested)
            {
                isAnswered = false;
                Log.GateLate(logger, admission.Tournament.Id, Limit);
                _ = FollowAsync(admission, () => asked);
                return TournamentJoin.Undecided;
            }

            if (!answer.IsAllowed)
                return TournamentJoin.Refused(answer.Reason);
            var join = await confirm();
            if (join.JoinedAt is null)
                await WithdrawAsync(admission, join.Outcome.ToString());
            return join;
        }
        finally
        {
            if (isAnswered)
                _underWay.TryRemove(admission.Key, out _);
        }
    }

    // Containers that cannot say are asked for one each time.
    private static bool HasGate(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(ITournamentGate)) ?? true;
    }

    private async Task FollowAsync(TournamentAdmission admission, Func<Task<TournamentGateAnswer>> asked)
    {
        try
        {
            if ((await asked()).IsAllowed)
                await WithdrawAsync(admission, nameof(TournamentJoinOutcome.Undecided));
        }
        catch (OperationCanceledException)
        {
            // It has given up when its time was over, and that is told already.
        }
        catch (Exception exception)
        {
            Log.GateFailed(logger, admission.Tournament.Id, exception);
        }
        finally
        {
            _underWay.TryRemove(admission.Key, out _);
        }
    }

    private async ValueTask WithdrawAsync(TournamentAdmission admission, string outcome)
    {
        using var late = new CancellationTokenSource(Limit, time);
        var token = late.Token;
        try
        {
            await Task.Run(() => TellAsync(admission, outcome, token), CancellationToken.None).WaitAsync(token);
        }
        catch (Exception exception)
        {
            var isLate = late.IsCancellationRequested;
            Log.GateFailed(logger, admission.Tournament.Id, isLate ? new TimeoutException($"The gate took longer than {Limit}.", exception) : exception);
        }
    }

    private async Task<TournamentGateAnswer> AskAsync(TournamentAdmission admission, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return scope.ServiceProvider.GetService<ITournamentGate>() is { } gate ? await gate.AdmitAsync(admission, cancellationToken)
            : TournamentGateAnswer.Allow;
    }

    private async Task TellAsync(TournamentAdmission admission, string outcome, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<ITournamentGate>() is not { } gate)
            return;
        Log.AdmissionWithdrawn(logger, admission.Tournament.Id, outcome);
        // The key has the user's id in it.
        Log.AdmissionWithdrawnOf(logger, admission.Key);
        await gate.WithdrawnAsync(admission, cancellationToken);
    }
}
