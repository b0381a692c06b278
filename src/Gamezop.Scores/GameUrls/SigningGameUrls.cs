namespace Gamezop.Scores;

/// <summary>Game URLs with the signer of the moment.</summary>
/// <param name="signer">Asked on every call, since keys can change at run time; null while there are none.</param>
internal sealed class SigningGameUrls(Func<SubSigner?> signer) : IGameUrls
{
    public Uri Create(string gameUrl, string userId)
    {
        GameUrlBuilder builder = new(gameUrl);
        SubSigner? current = signer();
        if (current is null)
            SubRules.Require(userId, "user id", nameof(userId));
        return builder.WithSub(current?.Sign(userId) ?? userId).Build();
    }
}
