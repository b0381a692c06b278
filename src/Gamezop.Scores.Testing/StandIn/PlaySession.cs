namespace Gamezop.Scores.Testing;

/// <summary>A game page that was opened: what its events belong to, so that a page can't post for another user or game.</summary>
internal sealed class PlaySession(string id, StandInGame game, string sub, GamezopStandInOptions options)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last;

    public string Id => id;

    public StandInGame Game => game;

    /// <summary>The event that Gamezop would post for what the page says.</summary>
    public ScoreEvent Create(PageEvent said) => new()
    {
        GameCode = game.Code,
        SessionId = id,
        GamePlayId = $"{id}-{said.Play}",
        SubId = sub,
        Timestamp = NextTimestamp(),
        Score = said.Score,
        LeaderboardId = game.LeaderboardId,
        Country = options.Country,
        Duration = said.Duration,
        State = said.State,
    };

    /// <summary>In whole milliseconds, each later than the one before: no two events of a session are the same one.</summary>
    private DateTimeOffset NextTimestamp()
    {
        lock (_lock)
        {
            DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
            return _last = now > _last ? now : _last.AddMilliseconds(1);
        }
    }
}
