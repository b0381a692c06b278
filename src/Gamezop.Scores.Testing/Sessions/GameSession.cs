using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Testing;

/// <summary>One user's session in one game, played by a script: each method is a step and adds the event that Gamezop would post for it.</summary>
/// <remarks>
/// <code>new GameSession("user-1", startsAt).Loaded().Start().Playing(10).LevelUp(25).Over(40).Retry().Over(55).Events</code>
/// The order is a game's: what no game could do throws <see cref="InvalidOperationException"/>. For an event out of any order change one with
/// <c>with</c>. Times are whole milliseconds, each at least one later than the one before, so that no two events of a session are the same one.
/// Not thread-safe.
/// </remarks>
public sealed class GameSession
{
    /// <summary>The time between two steps that say none, in a session with times of its own: 1 second.</summary>
    public static readonly TimeSpan DefaultStep = TimeSpan.FromSeconds(1);

    private readonly List<ScoreEvent> _events = [];
    private readonly Func<DateTimeOffset> _clock;
    private readonly TimeSpan _defaultStep;
    private TimeSpan _moved;
    private DateTimeOffset? _playStartedAt;
    private int _plays;

    /// <summary>A session with times of its own: it begins at <paramref name="startsAt"/>, and each step moves it on.</summary>
    /// <param name="sub">The user's <c>sub</c> as it stands in the game URL: protected where the application protects them.</param>
    /// <param name="startsAt">When the session begins: the time of its first step.</param>
    public GameSession(string sub, DateTimeOffset startsAt)
        : this(sub, () => startsAt, DefaultStep)
    {
    }

    /// <summary>A session that runs with a clock: each step has the time at which its method is called.</summary>
    /// <param name="sub">The user's <c>sub</c> as it stands in the game URL: protected where the application protects them.</param>
    /// <param name="time">The clock: <see cref="TimeProvider.System"/>, or one that the test moves.</param>
    public GameSession(string sub, TimeProvider time)
        : this(sub, (time ?? throw new ArgumentNullException(nameof(time))).GetUtcNow, TimeSpan.Zero)
    {
    }

    private GameSession(string sub, Func<DateTimeOffset> clock, TimeSpan defaultStep)
    {
        ArgumentException.ThrowIfNullOrEmpty(sub);
        Sub = sub;
        _clock = clock;
        _defaultStep = defaultStep;
        SessionId = "s-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{clock().UtcTicks} {sub}")).AsSpan(0, 8));
    }

    /// <summary>The user's <c>sub</c>.</summary>
    public string Sub { get; }

    /// <summary>The game's code; <c>NyM_JGWcx</c> unless set.</summary>
    public string GameCode { get; init; } = "NyM_JGWcx";

    /// <summary>The leaderboard at Gamezop; the game's code and <c>_default</c> unless set. Null leaves it out of the events.</summary>
    public string? LeaderboardId { get => field is { Length: 0 } ? GameCode + "_default" : field; init; } = "";

    /// <summary>The user's country; <c>IN</c> unless set. Null leaves it out of the events.</summary>
    public string? Country { get; init; } = "IN";

    /// <summary>The session's id; made of the sub and the beginning unless set, so that the same script gives the same events.</summary>
    public string SessionId { get; init; }

    /// <summary>The id of the latest game play: the session's id and a running number. Empty before the first <see cref="Start"/>.</summary>
    public string GamePlayId { get; private set; } = "";

    /// <summary>What Gamezop would have posted until now, in order.</summary>
    public IReadOnlyList<ScoreEvent> Events => _events;

    private bool IsPlaying => _playStartedAt is not null;

    /// <summary>The game has loaded. Only as the first step; it belongs to the first game play.</summary>
    /// <param name="after">The time since the step before; unless given <see cref="DefaultStep"/>, or what the session's clock says.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">It is not the first step.</exception>
    public GameSession Loaded(TimeSpan? after = null)
    {
        Require(_events.Count == 0, "A game loads once, before anything else.");
        NextPlay();
        return Add(GameState.Loaded, 0, after);
    }

    /// <summary>The first game play starts.</summary>
    /// <param name="after">As for <see cref="Loaded"/>.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">There was a game play already: the next one is <see cref="Retry"/>.</exception>
    public GameSession Start(TimeSpan? after = null)
    {
        Require(_events.TrueForAll(played => played.State == GameState.Loaded), "The session has a game play already; another one is a Retry().");
        if (_plays == 0)
            NextPlay();
        return Add(GameState.Start, 0, after);
    }

    /// <summary>The score changes.</summary>
    /// <param name="score">The score of this game play so far.</param>
    /// <param name="after">As for <see cref="Loaded"/>.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">No game play is running.</exception>
    public GameSession Playing(double score, TimeSpan? after = null) => AddToPlay(GameState.Playing, score, after);

    /// <summary>A level is completed.</summary>
    /// <param name="score">The score of this game play so far.</param>
    /// <param name="after">As for <see cref="Loaded"/>.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">No game play is running.</exception>
    public GameSession LevelUp(double score, TimeSpan? after = null) => AddToPlay(GameState.LevelUp, score, after);

    /// <summary>The user loses: the game play ends.</summary>
    /// <param name="score">Its final score.</param>
    /// <param name="after">As for <see cref="Loaded"/>.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">No game play is running.</exception>
    public GameSession Over(double score, TimeSpan? after = null)
    {
        AddToPlay(GameState.Over, score, after);
        _playStartedAt = null;
        return this;
    }

    /// <summary>The user plays again: a new game play starts in the same session.</summary>
    /// <param name="after">As for <see cref="Loaded"/>.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">No game play has ended.</exception>
    public GameSession Retry(TimeSpan? after = null)
    {
        Require(!IsPlaying && _events is [.., { State: GameState.Over }], "Only who has lost can retry: the game play is not Over().");
        NextPlay();
        return Add(GameState.Start, 0, after);
    }

    private GameSession AddToPlay(GameState state, double score, TimeSpan? after)
    {
        Require(IsPlaying, "No game play is running: Start() or Retry() first.");
        return Add(state, score, after);
    }

    private GameSession Add(GameState state, double score, TimeSpan? after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after.GetValueOrDefault(), TimeSpan.Zero, nameof(after));
        DateTimeOffset now = Move(after);
        if (state == GameState.Start)
            _playStartedAt = now;
        _events.Add(new ScoreEvent
        {
            GameCode = GameCode,
            SessionId = SessionId,
            GamePlayId = GamePlayId,
            SubId = Sub,
            Timestamp = now,
            Score = score,
            LeaderboardId = LeaderboardId,
            Country = Country,
            Duration = now - (_playStartedAt ?? now),
            State = state,
        });
        return this;
    }

    private DateTimeOffset Move(TimeSpan? after)
    {
        _moved += after ?? (_events.Count == 0 ? TimeSpan.Zero : _defaultStep);
        DateTimeOffset now = _clock() + _moved;
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        DateTimeOffset earliest = _events is [.., { Timestamp: var last }] ? last.AddMilliseconds(1) : now;
        return now < earliest ? earliest : now;
    }

    private void NextPlay() => GamePlayId = $"{SessionId}-{++_plays}";

    private static void Require(bool isAllowed, string otherwise)
    {
        if (!isAllowed)
            throw new InvalidOperationException(otherwise);
    }
}
