using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>The filters around the handlers. Runs an event through all of them, or through one handler alone.</summary>
internal sealed class ScorePipeline
{
    private readonly ScoreMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Func<ScoreDelegate, ScoreDelegate>? _around;
    private readonly ScoreDelegate? _filtered;

    public ScorePipeline(PipelineParts parts, IServiceProvider root, ScoreMetrics metrics, ILogger<ScorePipeline> logger)
    {
        _metrics = metrics;
        _logger = logger;
        Handlers = parts.CreateHandlers(root);
        _around = parts.CreateFilters(root);
        _filtered = _around?.Invoke(ThroughHandlersAsync);
    }

    /// <summary>The handlers in order of registration.</summary>
    public IReadOnlyList<HandlerSlot> Handlers { get; }

    /// <summary>Runs every handler that wants the event, one after the other, whatever becomes of the others. Never throws: failures are logged.</summary>
    /// <returns>Handled when all went well; unavailable when nothing failed and a handler asks for the event to come again; else failed.</returns>
    public ValueTask<DeliveryOutcome> RunAsync(ScoreContext context, CancellationToken cancellationToken) =>
        _filtered is null ? RunHandlersAsync(context, null, cancellationToken) : RunFilteredAsync(context, cancellationToken);

    /// <summary>Runs one event through the filters and one handler. Throws what the handler or a filter throws.</summary>
    public ValueTask RunAsync(HandlerSlot handler, ScoreContext context, CancellationToken cancellationToken) =>
        _around is null
            ? MeasuredAsync(handler, context, null, cancellationToken)
            : _around((filtered, token) => MeasuredAsync(handler, filtered, null, token))(context, cancellationToken);

    /// <summary>Runs several events through the filters, each by itself, and those that come out of them through a batch handler in one call.</summary>
    /// <returns>For each event what was thrown, or null.</returns>
    public async ValueTask<Exception?[]> RunBatchAsync(HandlerSlot handler, IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        var gathering = new BatchGathering(batch, events => MeasuredAsync(handler, null, events, cancellationToken));
        return await (_around is null ? gathering.RunAsync() : gathering.RunFilteredAsync(_around, cancellationToken));
    }

    private async ValueTask<DeliveryOutcome> RunFilteredAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        try
        {
            await _filtered!(context, cancellationToken);
            return DeliveryOutcome.Handled;
        }
        catch (Exception exception)
        {
            // What a handler threw is in the log already.
            if (!ReferenceEquals(exception, context.HandlerFailure))
                Log.FilterFailed(_logger, context.EventId, context.Attempt, exception);
            return Outcome(exception);
        }
    }

    private async ValueTask ThroughHandlersAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        _ = await RunHandlersAsync(context, failures, cancellationToken);

        // Of this run: a filter that tries again must not be told of the failures before.
        if (failures.Count == 0)
            return;
        context.HandlerFailure = failures is [var only] ? only
            : failures.Find(failure => Outcome(failure) == DeliveryOutcome.Failed) is null ? failures[0] : new AggregateException(failures);
        ExceptionDispatchInfo.Throw(context.HandlerFailure);
    }

    private async ValueTask<DeliveryOutcome> RunHandlersAsync(ScoreContext context, List<Exception>? failures, CancellationToken cancellationToken)
    {
        var outcome = DeliveryOutcome.Handled;
        foreach (var handler in Handlers)
        {
            if (!handler.Wants(context.Event.State))
                continue;
            try
            {
                await MeasuredAsync(handler, context, null, cancellationToken);
            }
            catch (Exception exception)
            {
                // A handler's failure is its own: the others still get the event, and the caller learns that not all succeeded.
                outcome = outcome == DeliveryOutcome.Failed ? outcome : Outcome(exception);
                failures?.Add(exception);
                if (exception is ScoreDeferredException)
                    Log.HandlerDeferred(_logger, handler.Name, context.EventId, exception.Message);
                else
                    Log.HandlerFailed(_logger, handler.Name, context.EventId, context.Attempt, exception);
            }
        }

        return outcome;
    }

    private static DeliveryOutcome Outcome(Exception exception) => exception is ScoreDeferredException ? DeliveryOutcome.Unavailable : DeliveryOutcome.Failed;

    private async ValueTask MeasuredAsync(HandlerSlot handler, ScoreContext? one, IReadOnlyList<ScoreContext>? many, CancellationToken cancellationToken)
    {
        var started = _metrics.StartHandler();
        var activity = ScoreActivities.StartHandler(handler.Name, one, many);
        Exception? failure = null;
        try
        {
            await (one is not null ? handler.HandleAsync(one, cancellationToken) : handler.HandleAsync(many!, cancellationToken));
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            ScoreActivities.Stop(activity, failure);
            _metrics.StopHandler(started, handler.Name, failure);
        }
    }
}
