using System.Net;

namespace Gamezop.Scores;

/// <summary>Gamezop's API could not be reached, refused, or gave an answer that is none. Holds neither the token nor the answer's text.</summary>
public sealed class GamezopApiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked for, and what went wrong.</param>
    /// <param name="statusCode">The answer's status, when there was an answer.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public GamezopApiException(string message, HttpStatusCode? statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>The answer's status; null when there was no answer (no connection, a time-out). 200 when the answer could not be read.</summary>
    public HttpStatusCode? StatusCode { get; }
}
