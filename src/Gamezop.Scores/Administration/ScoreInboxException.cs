namespace Gamezop.Scores;

/// <summary>An inbox cannot be used for now. The webhook answers 503 with <c>Retry-After</c>; the worker tries again.</summary>
public sealed class ScoreInboxException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What kind of problem it is.</param>
    /// <param name="message">What is wrong and what repairs it. Shown to operators; holds no user data.</param>
    /// <param name="innerException">The engine's own exception.</param>
    public ScoreInboxException(ScoreInboxProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>What kind of problem it is.</summary>
    public ScoreInboxProblem Problem { get; }

    /// <summary>What an engine threw, as this exception.</summary>
    internal static ScoreInboxException From(Exception exception) =>
        exception as ScoreInboxException ?? new ScoreInboxException(ScoreInboxProblem.Broken, "The inbox failed: " + exception.Message, exception);
}
