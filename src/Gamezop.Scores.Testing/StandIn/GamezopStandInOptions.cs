using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Testing;

/// <summary>How a <see cref="GamezopStandIn"/> behaves. Not to be changed after the start.</summary>
public sealed class GamezopStandInOptions
{
    /// <summary>Where it listens; <c>http://127.0.0.1:0</c> unless set: a free port, so another origin than the application's.</summary>
    public string Url { get; set; } = "http://127.0.0.1:0";

    /// <summary>
    /// Where scores are posted, absolute, or relative to the base address of <see cref="HttpClient"/>. Null: nowhere, games can be played
    /// all the same.
    /// </summary>
    public string? WebhookUrl { get; set; }

    /// <summary>The key that is sent with each score. Null: no header.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// What posts the scores, e.g. the client of a test server; stays yours. Null: a client of its own that gives up on an answer after 10
    /// seconds.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>How often a score is posted until it is answered 200; 10 unless set. Only 408, 429, 5xx and calls without an answer are tried again.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The wait before the second attempt, doubled for each further one up to 30 seconds; 500 ms unless set.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The games; three unless set.</summary>
    public IReadOnlyList<StandInGame> Games { get; set; } =
        [new("NyM_JGWcx", "Tile Rush"), new("SkhljT2fdgb", "Tile Storm"), new("BkgUWrZ3ps", "Tile Night") { Category = "Puzzle" }];

    /// <summary>How long a game play lasts; 8 seconds unless set, at most an hour.</summary>
    public TimeSpan RoundLength { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>In which shape the games broadcast.</summary>
    public StandInBroadcasts Broadcasts { get; set; }

    /// <summary>The country in the posted scores; <c>IN</c> unless set.</summary>
    public string Country { get; set; } = "IN";

    /// <summary>The bearer token that the current APIs ask for; <c>stand-in-token</c> unless set.</summary>
    public string ApiToken { get; set; } = "stand-in-token";

    /// <summary>The property's id that the older All Games API asks for; <c>3025</c> unless set.</summary>
    public string PropertyId { get; set; } = "3025";

    /// <summary>
    /// The pages that may embed the games, as sources of the policy <c>frame-ancestors</c>; every page of this machine unless set.
    /// </summary>
    public IReadOnlyList<string> EmbeddedBy { get; set; } =
        ["http://127.0.0.1:*", "https://127.0.0.1:*", "http://localhost:*", "https://localhost:*"];

    /// <summary>The clock of the posted scores and of retries; the system's unless set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where it says which scores are not taken; nowhere unless set.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
