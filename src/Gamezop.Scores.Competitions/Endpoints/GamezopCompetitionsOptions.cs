using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>How <c>MapGamezopCompetitions</c> answers.</summary>
public sealed class GamezopCompetitionsOptions
{
    /// <summary>
    /// Who makes a request, as the user id that scores come with; null for nobody. Routes that are about one user answer that user alone,
    /// anybody else gets 403.
    /// Default: nobody. It is called in a request that the application's authentication has seen, and what it throws fails the request.
    /// </summary>
    public Func<HttpContext, string?> CurrentUser { get; set; } = static _ => null;

    /// <summary>How many live streams may be open in this process at one moment; one more is answered 503.</summary>
    /// <value>1 or more; default: 5,000.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxLiveStreams { get; set => field = AtLeastOne(value); } = 5_000;

    /// <summary>
    /// How many different rankings (a board's window and partition) live streams may follow in this process at one moment; a stream that
    /// would bring one more is answered 503. However a ranking is asked for, it is one.
    /// </summary>
    /// <value>1 or more; default: 500.</value>
    /// <remarks>
    /// Whole rankings of current windows do not count: there is one for each board. Rankings without an entry are counted by themselves, up to
    /// the same number, and four of them may be followed by each stream whatever others follow.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxLiveRankings { get; set => field = AtLeastOne(value); } = 500;

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
