using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Every log line of the package. No keys, no user ids above Debug, and texts of a sender only through <see cref="LogText"/>.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The changed configuration is not valid; the last good values stay in force.")]
    public static partial void OptionsRefused(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The configuration is valid again and in force.")]
    public static partial void OptionsMended(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning,
        "No handler is registered: scores are received and answered, and nothing happens. Add one: services.AddGamezopScores(…).AddHandler<MyHandler>().")]
    public static partial void NoHandler(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "AllowAnonymous is set: calls without an api key are accepted, so anybody who finds the URL can post scores.")]
    public static partial void AnonymousAllowed(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "Section {Section} has no effect, because nothing was added that reads it. Add {Reader}, or remove the section.")]
    public static partial void SectionNotRead(ILogger logger, string section, string reader);

    [LoggerMessage(10, LogLevel.Warning, "A call was refused: its api-key header is {Reason}. {Unlogged} more since this was last logged.")]
    public static partial void KeyRefused(ILogger logger, string reason, long unlogged);

    [LoggerMessage(11, LogLevel.Warning, "A score was refused: {Error} {Unlogged} more since this was last logged.")]
    public static partial void Malformed(ILogger logger, string error, long unlogged);

    [LoggerMessage(12, LogLevel.Warning, "A score was refused: its body is longer than {MaxBodyBytes} bytes. {Unlogged} more since this was last logged.")]
    public static partial void TooLarge(ILogger logger, int maxBodyBytes, long unlogged);

    [LoggerMessage(13, LogLevel.Warning,
        "A score of game {GameCode} was not handled: its sub was not made by this application. {Unlogged} more since this was last logged.")]
    public static partial void Forged(ILogger logger, string gameCode, long unlogged);

    [LoggerMessage(18, LogLevel.Warning,
        "The key {KeyId}, with which subs of known users were made, is no longer in SubKeys: they get other subs, and their saved game progress is gone. "
        + "Put the key back, anywhere in the list, and they have both again.")]
    public static partial void SubKeyMissing(ILogger logger, string keyId);

    [LoggerMessage(14, LogLevel.Debug, "A caller went away before its body was complete.")]
    public static partial void BodyIncomplete(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "A call was refused: its body did not arrive in time. {Unlogged} more since this was last logged.")]
    public static partial void BodyTooSlow(ILogger logger, long unlogged);

    [LoggerMessage(16, LogLevel.Warning,
        "A score was refused: its body is encoded ({Encoding}), and nothing decodes it. Call UseRequestDecompression(). "
        + "{Unlogged} more since this was last logged.")]
    public static partial void BodyEncoded(ILogger logger, string encoding, long unlogged);

    [LoggerMessage(17, LogLevel.Warning, "A score was refused: its body could not be decoded. {Unlogged} more since this was last logged.")]
    public static partial void BodyUndecodable(ILogger logger, long unlogged, Exception exception);

    [LoggerMessage(20, LogLevel.Error, "Handler {Handler} failed on event {EventId} (attempt {Attempt}).")]
    public static partial void HandlerFailed(ILogger logger, string handler, string eventId, int attempt, Exception exception);

    [LoggerMessage(21, LogLevel.Error, "A filter failed on event {EventId} (attempt {Attempt}).")]
    public static partial void FilterFailed(ILogger logger, string eventId, int attempt, Exception exception);

    [LoggerMessage(22, LogLevel.Debug, "Handler {Handler} asks for event {EventId} to come again: {Reason}")]
    public static partial void HandlerDeferred(ILogger logger, string handler, string eventId, string reason);
}
