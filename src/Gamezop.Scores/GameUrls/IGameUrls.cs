namespace Gamezop.Scores;

/// <summary>Makes the URLs that a publisher's users play at, from dependency injection. Signs the users' ids when signing keys are set.</summary>
public interface IGameUrls
{
    /// <summary>Puts a user's id on a game's URL, signed when signing keys are set; a change of the keys takes effect on the next call.</summary>
    /// <param name="gameUrl">The <c>url</c> that the All Games API gave; see <see cref="GameUrlBuilder(string)"/>.</param>
    /// <param name="userId">
    /// The user's id, as <see cref="GameUrlBuilder.WithSub"/> takes it: at most 100 UTF-16 code units, <see cref="SubSigner.MaxUserIdLength"/> when it is signed.
    /// </param>
    /// <returns>The URL; see <see cref="GameUrlBuilder.Build"/>.</returns>
    /// <exception cref="ArgumentException">The URL or the id is refused; the message says why.</exception>
    Uri Create(string gameUrl, string userId);
}
