using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>
/// Calls Gamezop's All Games API and leaderboards metadata. Answers are kept for <see cref="GamezopApiOptions.CacheDuration"/>; there is one
/// request under way at a time for each thing asked, whoever asks; failures are not kept. Thread-safe, one for the application.
/// </summary>
/// <remarks>
/// Registered by <c>AddGamezopApi</c>, whose <c>IHttpClientBuilder</c> takes handlers for resilience, a proxy, or another time-out (30
/// seconds unless set).
/// </remarks>
public sealed class GamezopApi
{
    /// <summary>The name of the <see cref="HttpClient"/> in <see cref="IHttpClientFactory"/>.</summary>
    internal const string ClientName = nameof(GamezopApi);

    // Codes and languages can come from a publisher's own routes, so from anybody: without a bound they could fill the memory.
    private const int MaxLeaderboardEntries = 10_000;

    // Each language has the whole list of games.
    private const int MaxLanguages = 50;

    private const int MaxCodeLength = 64;

    private readonly GamezopApiRequests _requests;
    private readonly GamezopApiOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SharedFetch<IReadOnlyList<GamezopGame>>> _games = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SharedFetch<IReadOnlyList<GamezopLeaderboard>>> _leaderboards = new(StringComparer.Ordinal);

    internal GamezopApi(IHttpClientFactory clients, IOptions<GamezopApiOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _requests = new GamezopApiRequests(clients, _options);
        _time = time;
    }

    /// <summary>All games of the publisher, with texts in <see cref="GamezopApiOptions.Language"/>.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The games in Gamezop's order; those without a code or URL are left out.</returns>
    /// <exception cref="GamezopApiException">There is no answer, or none that can be read.</exception>
    public Task<IReadOnlyList<GamezopGame>> GetGamesAsync(CancellationToken cancellationToken = default) =>
        GetGamesInLanguageAsync(_options.Language, cancellationToken);

    /// <summary>All games of the publisher, with texts in a language.</summary>
    /// <param name="language">An ISO 639 code of two or three letters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The games in Gamezop's order; those without a code or URL are left out.</returns>
    /// <exception cref="ArgumentException">The language is no such code.</exception>
    /// <exception cref="GamezopApiException">There is no answer, or none that can be read.</exception>
    public Task<IReadOnlyList<GamezopGame>> GetGamesInLanguageAsync(string language, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (!GamezopApiOptionsRules.IsLanguage(language))
            throw new ArgumentException("The language is not a code of two or three letters.", nameof(language));
        if (_games.Count >= MaxLanguages)
            foreach (string other in _games.Keys.Where(other => !string.Equals(other, _options.Language, StringComparison.OrdinalIgnoreCase)))
                _games.TryRemove(other, out _);
        return _games.GetOrAdd(language, Games).GetAsync(cancellationToken);
    }

    /// <summary>A game's leaderboards.</summary>
    /// <param name="gameCode">The game's code: 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The leaderboards; empty for a game that Gamezop doesn't know.</returns>
    /// <exception cref="ArgumentException">The code can't be one.</exception>
    /// <exception cref="GamezopApiException">There is no answer, or none that can be read.</exception>
    public Task<IReadOnlyList<GamezopLeaderboard>> GetLeaderboardsAsync(string gameCode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gameCode);
        if (gameCode.Length is 0 or > MaxCodeLength || !gameCode.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ArgumentException("The game code is not 1 to 64 letters, digits, '_' and '-'.", nameof(gameCode));
        if (_leaderboards.Count >= MaxLeaderboardEntries)
            _leaderboards.Clear();
        return _leaderboards.GetOrAdd(gameCode, Leaderboards).GetAsync(cancellationToken);
    }

    /// <summary>The games as they were last had, however long ago: for when <see cref="GetGamesAsync"/> fails.</summary>
    /// <param name="games">The games, or null.</param>
    /// <returns>False when they were never had since the application started.</returns>
    public bool TryGetLastGames([NotNullWhen(true)] out IReadOnlyList<GamezopGame>? games)
    {
        games = _games.TryGetValue(_options.Language, out SharedFetch<IReadOnlyList<GamezopGame>>? fetch) ? fetch.Last : null;
        return games is not null;
    }

    /// <summary>A game's leaderboards as they were last had, however long ago: for when <see cref="GetLeaderboardsAsync"/> fails.</summary>
    /// <param name="gameCode">The game's code.</param>
    /// <param name="leaderboards">The leaderboards, or null.</param>
    /// <returns>False when they were never had since the application started.</returns>
    public bool TryGetLastLeaderboards(string gameCode, [NotNullWhen(true)] out IReadOnlyList<GamezopLeaderboard>? leaderboards)
    {
        ArgumentNullException.ThrowIfNull(gameCode);
        leaderboards = _leaderboards.TryGetValue(gameCode, out SharedFetch<IReadOnlyList<GamezopLeaderboard>>? fetch) ? fetch.Last : null;
        return leaderboards is not null;
    }

    private SharedFetch<IReadOnlyList<GamezopGame>> Games(string language) =>
        Share(() => _requests.GetAsync(_requests.Games(language), answer => GamezopAnswers.ReadGames(answer, language)));

    private SharedFetch<IReadOnlyList<GamezopLeaderboard>> Leaderboards(string gameCode) =>
        Share(() => _requests.GetAsync(_requests.Leaderboards(gameCode), GamezopAnswers.ReadLeaderboards));

    private SharedFetch<T> Share<T>(Func<Task<T>> fetch)
        where T : class => new(fetch, _options.CacheDuration, _time);
}
