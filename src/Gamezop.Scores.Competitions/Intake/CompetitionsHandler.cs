using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Where events enter the competitions.</summary>
internal sealed class CompetitionsHandler(
    IEnumerable<ICompetition> competitions, IErasedUsers erased, IQuarantineGate quarantine, IPlayJudge judge, ILogger<CompetitionsHandler> logger,
    FailingEvents? failing = null, TimeProvider? time = null) : IScoreBatchHandler
{
    /// <summary>How far ahead of ours a clock that is right may be.</summary>
    public static readonly TimeSpan FutureLimit = TimeSpan.FromMinutes(5);

    // At a start it is a moment; a store that is not there can take hours.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ICompetition[] _competitions = [.. competitions];
    private readonly LogSampler _future = new(time ?? TimeProvider.System);
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    /// <summary>Whether every competition has been read from the store.</summary>
    public bool IsReady => _competitions.All(competition => competition.Ready.IsCompletedSuccessfully) && judge.Ready.IsCompletedSuccessfully;

    public static bool IsFuture(ScoreContext context) => !context.IsReleased && context.Event.Timestamp - context.ReceivedAt > FutureLimit;

    /// <summary>Ends when every batch is handled that had been begun with.</summary>
    public Task SettledAsync() => Task.WhenAll(_underWay.Keys);

    public async ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay[done.Task] = true;
        try
        {
            await TakeInAsync(batch, cancellationToken);
            failing?.Succeeded(batch);
        }
        catch (ScoreDeferredException deferred)
        {
            if (deferred.EventIds is { } eventIds)
                failing?.Succeeded(batch.Where(context => !eventIds.Contains(context.EventId)));
            throw;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failing?.Failed(batch, exception);
            throw;
        }
        finally
        {
            _underWay.TryRemove(done.Task, out _);
            done.SetResult();
        }
    }

    private async ValueTask TakeInAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        await ReadyAsync(batch, cancellationToken);
        var events = new List<ScoreContext>(batch.Count);
        // Looked at after the batch counts as under way: who erases a user marks the user first, and then waits.
        foreach (ScoreContext context in batch.Where(context => !erased.IsErased(context)))
        {
            if (!IsFuture(context))
            {
                events.Add(context);
                continue;
            }

            if (_future.ShouldLog(out var unlogged))
                Log.EventFromTheFuture(logger, LogText.Escape(context.Event.GameCode), context.Event.Timestamp - context.ReceivedAt, unlogged);
            await quarantine.KeepAsync(context, "future", cancellationToken);
        }

        if (events.Count == 0)
            return;
        // First: what does not count must not be seen on a board for a moment either.
        var evidence = await judge.JudgeAsync(events, cancellationToken);
        // Side by side, and all of them: one that fails keeps nothing from the others, and gets the events again.
        Task[] applied = [.. _competitions.Select(competition => competition.ApplyAsync(events, cancellationToken).AsTask())];
        await AllAsync(evidence is null ? applied : [.. applied, evidence.KeepAsync(EndOf(applied), cancellationToken).AsTask()]);
    }

    private async ValueTask ReadyAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ICompetition competition in _competitions)
                await competition.Ready.WaitAsync(Patience, cancellationToken);
            await judge.Ready.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            // However long the store cannot be read: no event is given up for that.
            throw new ScoreDeferredException("The competitions have not been read from the store yet.", Pause, [.. batch.Select(context => context.EventId)]);
        }
    }

    // A failure is about the whole batch, so it comes before what only some events have to wait for.
    private static async ValueTask AllAsync(Task[] applied)
    {
        await EndOf(applied);
        Task[] failed = [.. applied.Where(task => !task.IsCompletedSuccessfully)];
        ScoreDeferredException[] deferred = [.. failed.Select(task => task.Exception?.InnerException).OfType<ScoreDeferredException>()];
        if (deferred.Length < failed.Length)
            await failed.First(task => task.Exception?.InnerException is not ScoreDeferredException);
        if (deferred is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (deferred.Length > 0)
            throw new ScoreDeferredException(deferred[0].Message, deferred.Min(one => one.RetryAfter), deferred.Any(one => one.EventIds is null)
                ? null : [.. deferred.SelectMany(one => one.EventIds!).Distinct()]);
    }

    // However they end.
    private static Task EndOf(Task[] tasks) =>
        Task.WhenAll(tasks).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
