namespace Gamezop.Scores.Storage;

/// <summary>
/// Remembers which key a user's first sub was made with, one small row for each user: what <see cref="IGameUrls.CreateAsync"/> needs.
/// Registered beside an inbox by the packages of stores.
/// </summary>
/// <remarks>
/// Thread-safe. What was answered is durable, as far as the store is. A store that cannot be used for now throws
/// <see cref="ScoreInboxException"/>. Rows outlive the keys that they name, and
/// are never pruned: only <see cref="RemoveAsync"/> ends them.
/// </remarks>
public interface ISubKeyStore
{
    /// <summary>Reads the name of a user's key.</summary>
    /// <param name="userId">The user, compared ordinally.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The name that was added first; null when there is none.</returns>
    ValueTask<string?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the name of a user's key, and adds one where there is none, in one atomic step: of several that add at once the first one
    /// wins, and all get its name.
    /// </summary>
    /// <param name="userId">The user, compared ordinally.</param>
    /// <param name="keyId">The name to add: 16 lower-case hex digits that tell nothing of the key.</param>
    /// <param name="cancellationToken">Gives up waiting; the name may be added all the same.</param>
    /// <returns>The name that is kept now.</returns>
    ValueTask<string> GetOrAddAsync(string userId, string keyId, CancellationToken cancellationToken);

    /// <summary>Removes a user's row, when the user is erased.</summary>
    /// <param name="userId">The user, compared ordinally.</param>
    /// <param name="cancellationToken">Gives up waiting; the row may be removed all the same.</param>
    /// <returns>A task that ends when there is no row.</returns>
    ValueTask RemoveAsync(string userId, CancellationToken cancellationToken);
}
