namespace Gamezop.Scores.Testing;

/// <summary>How much <see cref="ScoreTraffic"/> there is and what goes wrong with it. All probabilities are from 0 to 1 and 0 unless set.</summary>
public sealed class ScoreTrafficOptions
{
    /// <summary>When the first session begins. Competitions judge by time: late and future events do not count there.</summary>
    public required DateTimeOffset StartsAt { get; set; }

    /// <summary>The same seed and options give the same calls, on every machine.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// How many users there are, each with sessions of their own; 50 unless set, at least 1. Their ids are <c>player-1</c>,
    /// <c>player-2</c>, ….
    /// </summary>
    public int Players { get; set; } = 50;

    /// <summary>
    /// How many sessions are played, each by a player drawn by lot; 100 unless set, at least 1. A session has about 15 events in 1 to 3
    /// game plays.
    /// </summary>
    public int Sessions { get; set; } = 100;

    /// <summary>How many events there are in a second, on average while sessions still begin; 50 unless set, above 0.</summary>
    public double EventsPerSecond { get; set; } = 50;

    /// <summary>The codes of the games, drawn by lot for each session; at least one.</summary>
    public IReadOnlyList<string> Games { get; set; } = ["NyM_JGWcx"];

    /// <summary>The countries, each player's drawn by lot; at least one.</summary>
    public IReadOnlyList<string> Countries { get; set; } = ["IN", "BR", "DE", "US"];

    /// <summary>Makes the players' subs, with the application's key. Null: subs are the plain ids.</summary>
    public SubProtector? SubProtector { get; set; }

    /// <summary>The probability that an event is delivered again, up to three times.</summary>
    public double Duplicated { get; set; }

    /// <summary>The probability that an event changes places with the next one of its session.</summary>
    public double Reordered { get; set; }

    /// <summary>The probability that an event comes up to <see cref="MaxDelay"/> late.</summary>
    public double Delayed { get; set; }

    /// <summary>The longest delay; 30 seconds unless set.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The probability that an event is never sent.</summary>
    public double Lost { get; set; }

    /// <summary>The probability that after an event there is a further call with a body that is no score.</summary>
    public double Malformed { get; set; }

    /// <summary>
    /// The probability that after an event there is a further call with a better score for a sub that the application has not made. Needs
    /// <see cref="SubProtector"/>.
    /// </summary>
    public double Forged { get; set; }

    /// <summary>The probability that after an event there is a further call with a better score and a wrong key.</summary>
    public double WrongKey { get; set; }
}
