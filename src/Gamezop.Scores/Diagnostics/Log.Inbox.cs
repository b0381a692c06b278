using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>What the inbox logs.</summary>
internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Error, "Scores cannot be kept in the inbox, and are answered 503: {Problem}")]
    public static partial void InboxUnavailable(ILogger logger, string problem, Exception exception);

    [LoggerMessage(41, LogLevel.Information, "The inbox can be used again.")]
    public static partial void InboxMended(ILogger logger);

    [LoggerMessage(42, LogLevel.Warning,
        "The inbox is in memory: scores that were answered 200 and not handled yet are lost when the process ends. Use UseSqlite(…) to keep them.")]
    public static partial void InboxIsVolatile(ILogger logger);

    [LoggerMessage(43, LogLevel.Warning, "There is no room for more of '{Place}'. What comes now is not kept: it is answered 503, unreadable bodies 400.")]
    public static partial void SetAsideFull(ILogger logger, string place);

    [LoggerMessage(44, LogLevel.Error, "Handler {Handler} took longer than {Timeout} on event {EventId} (attempt {Attempt}); it is no longer waited for.")]
    public static partial void HandlerTimedOut(ILogger logger, string handler, TimeSpan timeout, string eventId, int attempt);

    [LoggerMessage(45, LogLevel.Error, "Handler {Handler} failed on event {EventId} for the last time (attempt {Attempt}): it is a dead letter now.")]
    public static partial void DeadLettered(ILogger logger, string handler, string eventId, int attempt);

    [LoggerMessage(47, LogLevel.Warning, "The host stopped while {Count} events were being handled; they will be handled again.")]
    public static partial void NotDrained(ILogger logger, int count);

    [LoggerMessage(48, LogLevel.Warning, "{Description} Add the handler again, or drop or rename it with IConsumers.")]
    public static partial void HandlerMissing(ILogger logger, string description);

    [LoggerMessage(49, LogLevel.Error,
        "Handler {Handler} has {Count} calls that ran into the time limit and still have not returned. "
        + "It gets no further ones until one returns; its events wait. Have it obey its cancellation token, or restart.")]
    public static partial void HandlerBlocked(ILogger logger, string handler, int count);

    [LoggerMessage(50, LogLevel.Information, "A call of handler {Handler} has returned: it gets events again.")]
    public static partial void HandlerUnblocked(ILogger logger, string handler);

    [LoggerMessage(51, LogLevel.Warning,
        "The inbox is nearly full: handled events older than {Age} are removed ({Count} now), before {Retention} (Retention).")]
    public static partial void PrunedEarly(ILogger logger, TimeSpan age, int count, TimeSpan retention);

    [LoggerMessage(52, LogLevel.Warning,
        "Handler {Handler} has failed {Count} times in a row. Until it succeeds, it is called less often, so that it takes no time from other handlers.")]
    public static partial void HandlerFailsAlways(ILogger logger, string handler, int count);

    [LoggerMessage(53, LogLevel.Information, "Handler {Handler} has succeeded: it is called as often as before.")]
    public static partial void HandlerWorksAgain(ILogger logger, string handler);

    [LoggerMessage(54, LogLevel.Warning, "{Description}")]
    public static partial void StoreClockAhead(ILogger logger, string description);

    [LoggerMessage(55, LogLevel.Error, "{Step} fails, and is tried again until it works; health says so meanwhile: {Problem}")]
    public static partial void StepFails(ILogger logger, string step, string problem, Exception exception);

    [LoggerMessage(56, LogLevel.Information, "{Step} works again.")]
    public static partial void StepWorksAgain(ILogger logger, string step);
}
