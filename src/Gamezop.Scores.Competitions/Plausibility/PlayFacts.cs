using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// What a store keeps of a play: the fold of its events, each member a least, a greatest or a union, so that it is the same in whatever order and however often they come. Names are
/// short: there is one of these for each play of a month.
/// </summary>
internal sealed class PlayFacts
{
    private const int MostSessions = 8;

    [JsonPropertyName("s")]
    public PlayMoments? Start { get; set; }

    [JsonPropertyName("p")]
    public PlayMoments? Playing { get; set; }

    [JsonPropertyName("l")]
    public PlayMoments? LevelUp { get; set; }

    [JsonPropertyName("o")]
    public PlayMoments? Over { get; set; }

    /// <summary>When the earliest event with a duration was made, and when it says that the play began.</summary>
    [JsonPropertyName("e")]
    public PlayMoments? Earliest { get; set; }

    [JsonPropertyName("b")]
    public DateTimeOffset? EarliestStart { get; set; }

    [JsonPropertyName("d")]
    public TimeSpan? LongestDuration { get; set; }

    [JsonPropertyName("f")]
    public TimeSpan? FinishedDuration { get; set; }

    [JsonPropertyName("ss")]
    public double? StartScore { get; set; }

    [JsonPropertyName("sd")]
    public TimeSpan? StartDuration { get; set; }

    [JsonPropertyName("tf")]
    public double? TopFinal { get; set; }

    [JsonPropertyName("lf")]
    public double? LowestFinal { get; set; }

    [JsonPropertyName("tl")]
    public double? TopLive { get; set; }

    [JsonPropertyName("ll")]
    public double? LowestLive { get; set; }

    [JsonPropertyName("r")]
    public double? ScorePerSecond { get; set; }

    /// <summary>What its events say of when it began.</summary>
    [JsonPropertyName("c"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public StatedStarts Starts { get; } = new();

    /// <summary>Its earliest event: by timestamp, arrival and id, as a text that sorts so.</summary>
    [JsonPropertyName("v")]
    public string? First { get; set; }

    /// <summary>The sessions it was played in, the first ones by id.</summary>
    [JsonPropertyName("i"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>What operators are shown of the play.</summary>
    [JsonPropertyName("x")]
    public ShownEvent? Shown { get; set; }

    [JsonIgnore]
    public DateTimeOffset LastAt => new[] { Start?.Last, Playing?.Last, LevelUp?.Last, Over?.Last }.Max() ?? DateTimeOffset.MinValue;

    /// <summary>Whether an event says something of the play it names: it is loaded before there is one, and what other states mean is not known.</summary>
    public static bool Takes(ScoreEvent scoreEvent) => scoreEvent.State is GameState.Start or GameState.Playing or GameState.LevelUp or GameState.Over;

    public static PlayFacts Read(ReadOnlyMemory<byte> data) => data.IsEmpty ? new PlayFacts() : JsonSerializer.Deserialize(data.Span, PlausibilityJson.Default.PlayFacts)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PlausibilityJson.Default.PlayFacts);

    public void Fold(ScoreContext context)
    {
        ScoreEvent scored = context.Event;
        DateTimeOffset at = scored.Timestamp.ToUniversalTime();
        double score = scored.Score + 0.0;
        bool isFinal = scored.State is GameState.Over;
        Sessions.Add(scored.SessionId);
        if (Sessions.Count > MostSessions)
            Sessions.Remove(Sessions.Max!);
        if (scored.Duration is { } duration)
            FoldDuration(at, duration, isFinal);
        string order = string.Create(CultureInfo.InvariantCulture, $"{at.Ticks:D19} {context.ReceivedAt.UtcTicks:D19} {context.EventId}");
        if (First is null || string.CompareOrdinal(order, First) < 0)
            First = order;
        if (ShownEvent.Of(context) is var shown && (Shown is null || shown.IsBefore(Shown)))
            Shown = shown;
        switch (scored.State)
        {
            case GameState.Start:
                Start = Widen(Start, at);
                StartScore = Most(StartScore, Math.Abs(score));
                StartDuration = Most(StartDuration, scored.Duration);
                return;
            case GameState.Playing:
                Playing = Widen(Playing, at);
                break;
            case GameState.LevelUp:
                LevelUp = Widen(LevelUp, at);
                break;
            default:
                Over = Widen(Over, at);
                break;
        }

        if (scored.Duration is { } since)
            ScorePerSecond = Most(ScorePerSecond, score / Math.Max(since.TotalSeconds, 1));
        if (isFinal)
            (TopFinal, LowestFinal) = (Most(TopFinal, score), Least(LowestFinal, score));
        else
            (TopLive, LowestLive) = (Most(TopLive, score), Least(LowestLive, score));
    }

    public PlayEvidence ToEvidence(PlayId play, int users, bool isOwn, IReadOnlyList<PlaySession> sessions) => new()
    {
        Play = play,
        Start = Start,
        Playing = Playing,
        LevelUp = LevelUp,
        Over = Over,
        StartedAt = Earliest?.Last,
        EarliestStart = EarliestStart,
        LongestDuration = LongestDuration,
        FinishedDuration = FinishedDuration,
        StartScore = StartScore,
        StartDuration = StartDuration,
        TopFinal = TopFinal,
        LowestFinal = LowestFinal,
        TopLive = TopLive,
        LowestLive = LowestLive,
        ScorePerSecond = ScorePerSecond,
        DurationContradiction = Starts.Contradiction,
        Users = users,
        BelongsToUser = isOwn,
        Sessions = sessions,
    };

    private static PlayMoments Widen(PlayMoments? known, DateTimeOffset at) =>
        known is { } moments ? new PlayMoments(at < moments.First ? at : moments.First, at > moments.Last ? at : moments.Last) : new PlayMoments(at, at);

    private static double Most(double? known, double value) => known > value ? known.Value : value;

    private static double Least(double? known, double value) => known < value ? known.Value : value;

    private static TimeSpan? Most(TimeSpan? known, TimeSpan? value) => known > value ? known : value ?? known;

    private void FoldDuration(DateTimeOffset at, TimeSpan duration, bool isFinal)
    {
        Starts.Add(at, duration);
        LongestDuration = Most(LongestDuration, duration);
        if (isFinal)
            FinishedDuration = Most(FinishedDuration, duration);
        TimeSpan sinceFirst = at - DateTimeOffset.MinValue;
        DateTimeOffset began = at - (duration < sinceFirst ? duration : sinceFirst);
        if (!(EarliestStart <= began))
            EarliestStart = began;
        // Of two at the same time the one that says less: it leaves more room to the others.
        if (Earliest is not { } earliest || at < earliest.First || (at == earliest.First && began < earliest.Last))
            Earliest = new PlayMoments(at, began);
    }
}
