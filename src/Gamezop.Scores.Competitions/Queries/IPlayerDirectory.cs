namespace Gamezop.Scores.Competitions;

/// <summary>The publisher's own knowledge of users: register an implementation in dependency injection to have names and pictures on entries.</summary>
/// <remarks>Asked in batches, and answers are kept for a minute. Where it throws, or has not answered after 5 seconds, that is logged and entries go without names. It must be safe for use by several threads.</remarks>
public interface IPlayerDirectory
{
    /// <summary>Looks users up.</summary>
    /// <param name="userIds">Their ids, each once; at most 1,000.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    /// <returns>What is known, by id; users that are not known are left out.</returns>
    ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);
}
