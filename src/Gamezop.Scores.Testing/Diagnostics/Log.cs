using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Testing;

/// <summary>Every log line of the package.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The webhook answered {Status} to a score (attempt {Attempt}); it is sent again in {Delay}.")]
    public static partial void Retrying(ILogger logger, string status, int attempt, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Error, "The webhook answered {Status} to a score (attempt {Attempt}); it is given up.")]
    public static partial void GivenUp(ILogger logger, string status, int attempt);

    [LoggerMessage(3, LogLevel.Error, "A score could not be posted.")]
    public static partial void SendingFailed(ILogger logger, Exception exception);
}
