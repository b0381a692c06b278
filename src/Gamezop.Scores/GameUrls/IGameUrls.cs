namespace Gamezop.Scores;

/// <summary>
/// Makes the URLs that a publisher's users play at, from dependency injection. Protects the users' ids when
/// <see cref="GamezopScoresOptions.SubKeys"/> are set.
/// </summary>
public interface IGameUrls
{
    /// <summary>
    /// Puts a user's id on a game's URL, protected with the first of the keys when there are keys; a change of the keys takes effect on the
    /// next call.
    /// </summary>
    /// <remarks>
    /// Gamezop keeps saved game progress under the sub. When another key becomes the first one, every user's sub changes and their progress
    /// is gone, until the old key is the first one
    /// again. <see cref="CreateAsync"/> prevents that.
    /// </remarks>
    /// <param name="gameUrl">The <c>url</c> that the All Games API gave; see <see cref="GameUrlBuilder(string)"/>.</param>
    /// <param name="userId">
    /// The user's id, as <see cref="GameUrlBuilder.WithSub"/> takes it: at most 100 UTF-16 code units, and when it is protected at most
    /// <see cref="SubProtector.MaxUserIdBytes"/> bytes in UTF-8.
    /// </param>
    /// <returns>The URL; see <see cref="GameUrlBuilder.Build"/>.</returns>
    /// <exception cref="ArgumentException">The URL or the id is refused; the message says why.</exception>
    Uri Create(string gameUrl, string userId);

    /// <summary>
    /// Puts a user's id on a game's URL, protected with the key that this user's first sub was made with: the store remembers it. A user
    /// whose first sub is made now gets the first of the keys.
    /// </summary>
    /// <remarks>
    /// Without a store, or without keys, it does what <see cref="Create"/> does. When the key that is remembered is no longer configured,
    /// the first one is used, a warning is logged, and the
    /// store goes on remembering the old one: when it is configured again, the user has the former sub again.
    /// </remarks>
    /// <param name="gameUrl">As in <see cref="Create"/>.</param>
    /// <param name="userId">As in <see cref="Create"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store; the key may be remembered all the same.</param>
    /// <returns>The URL; see <see cref="GameUrlBuilder.Build"/>.</returns>
    /// <exception cref="ArgumentException">The URL or the id is refused; the message says why.</exception>
    /// <exception cref="ScoreInboxException">The store cannot be used for now. No URL is made then: it could be one with another sub than
    /// the user's own.</exception>
    ValueTask<Uri> CreateAsync(string gameUrl, string userId, CancellationToken cancellationToken = default);
}
