using Gamezop.Scores;

namespace Arcade;

/// <summary>The games of the All Games API; while that is out of order, those that it named last.</summary>
internal sealed class GameCatalogue(GamezopApi gamezop)
{
    /// <exception cref="GamezopApiException">The API is out of order and never was not.</exception>
    public async ValueTask<IReadOnlyList<GamezopGame>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await gamezop.GetGamesAsync(cancellationToken);
        }
        catch (GamezopApiException) when (gamezop.TryGetLastGames(out var last))
        {
            return last;
        }
    }

    /// <exception cref="GamezopApiException">As for <see cref="ListAsync"/>.</exception>
    public async ValueTask<GamezopGame?> FindAsync(string code, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(game => game.Code == code);
}
