namespace Gamezop.Scores.Competitions;

/// <summary>Removes in small steps what nobody reads any more, so that scores never wait for more than one of them.</summary>
internal static class Cleaning
{
    private const int AtOnce = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <param name="clean">Removes at most so many rows, and says whether there may be more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>Whether there may be more: after a second other work has its turn.</returns>
    public static async ValueTask<bool> RunAsync(Func<int, CancellationToken, ValueTask<bool>> clean, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        bool more = true;
        while (more && time.GetElapsedTime(start) < Limit)
            await SmallSteps.RunAsync(async () => more = await clean(AtOnce, cancellationToken), cancellationToken);
        return more;
    }
}
