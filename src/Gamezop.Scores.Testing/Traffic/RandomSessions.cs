using System.Globalization;

namespace Gamezop.Scores.Testing;

/// <summary>Sessions as random players play them: 1 to 3 game plays, scores that grow with a player's skill, some tabs closed without an end.</summary>
internal sealed class RandomSessions
{
    private const double EventsPerSession = 15;

    private readonly ScoreTrafficOptions _options;
    private readonly SeededRandom _random;
    private readonly List<Player> _players;

    public RandomSessions(ScoreTrafficOptions options, SeededRandom random)
    {
        _options = options;
        _random = random;
        _players = [.. Enumerable.Range(1, options.Players).Select(CreatePlayer)];
    }

    public IEnumerable<IReadOnlyList<ScoreEvent>> Create()
    {
        DateTimeOffset startsAt = _options.StartsAt;
        for (int number = 1; number <= _options.Sessions; number++)
        {
            yield return Play(_random.Pick(_players), number, startsAt);

            // Exponential gaps: players come independently of each other.
            startsAt += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) * EventsPerSession / _options.EventsPerSecond);
        }
    }

    private Player CreatePlayer(int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"player-{number}");
        return new Player(_options.SubProtector?.Protect(id) ?? id, _random.Pick(_options.Countries), _random.Between(1, 20));
    }

    private IReadOnlyList<ScoreEvent> Play(Player player, int number, DateTimeOffset startsAt)
    {
        GameSession session = new(player.Sub, startsAt)
        {
            GameCode = _random.Pick(_options.Games),
            Country = player.Country,
            SessionId = string.Create(CultureInfo.InvariantCulture, $"s-{_options.Seed}-{number}"),
        };
        session.Loaded(TimeSpan.Zero).Start(Pause());
        int retries = _random.Between(0, 2);
        Round(session, player);
        while (retries-- > 0 && session.Events[^1].State == GameState.Over)
        {
            session.Retry(Pause());
            Round(session, player);
        }

        return session.Events;
    }

    private void Round(GameSession session, Player player)
    {
        int score = 0;
        for (int step = _random.Between(2, 8); step > 0; step--)
        {
            score += _random.Between(0, player.Skill * 5);
            if (_random.Happens(0.15))
                session.LevelUp(score, Pause());
            else
                session.Playing(score, Pause());
        }

        // Who closes the tab sends no end.
        if (!_random.Happens(0.1))
            session.Over(score, Pause());
    }

    private TimeSpan Pause() => TimeSpan.FromMilliseconds(_random.Between(200, 2500));

    private sealed record Player(string Sub, string Country, int Skill);
}
