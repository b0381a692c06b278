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

    /// <summary>Its first event: by arrival, timestamp and id, as a text that sorts so. A timestamp alone is what a device says.</summary>
    [JsonPropertyName("v")]
    public string? First { get; set; }

    /// <summary>The sessions it was played in, the first ones by id.</summary>
    [JsonPropertyName("i"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>What operators are shown of the play.</summary>
    [JsonPropertyName("x")]
    public ShownEvent? Shown { get; set; }

    /// <summary>When events were made that only the rule that is always on has judged.</summary>
    [JsonPropertyName("a")]
    public PlayMoments? Plain { get; set; }

    /// <summary>
    /// Before this the play cannot have begun, by what its events have reached within a target's time. Null where they have reached nothing
    /// of the kind.
    /// </summary>
    [JsonPropertyName("w")]
    public DateTimeOffset? ReachedFrom { get; set; }

    /// <summary>When its first and its last event were made.</summary>
    [JsonIgnore]
    public PlayMoments? All => Union(Union(Start, Playing), Union(Union(LevelUp, Over), Plain));

    [JsonIgnore]
    public DateTimeOffset LastAt => All?.Last ?? DateTimeOffset.MinValue;

    // By its events' timestamps it had begun before that.
    private TimeSpan? Contradiction =>
        ReachedFrom - All?.First is { } early && early > TimeSpan.Zero && !(Starts.Contradiction >= early) ? early : Starts.Contradiction;

    /// <summary>Whether an event says something of the play it names: it is loaded before there is one, and what other states mean is not known.</summary>
    public static bool Takes(ScoreEvent scoreEvent) => scoreEvent.State is GameState.Start or GameState.Playing or GameState.LevelUp or GameState.Over;

    public static PlayFacts Read(ReadOnlyMemory<byte> data) => data.IsEmpty ? new PlayFacts() : JsonSerializer.Deserialize(data.Span, PlausibilityJson.Default.PlayFacts)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PlausibilityJson.Default.PlayFacts);

    /// <summary>Reads what was written for the rule that is always on, or for all rules.</summary>
    public static PlayFacts Read(DossierKey key, ReadOnlyMemory<byte> data) =>
        PlainFactsCodec.IsWritten(data.Span) ? PlainFactsCodec.Read(key, data) : Read(data);

    /// <summary>Folds in what the rule that is always on needs.</summary>
    /// <param name="context">The event.</param>
    /// <param name="within">The time within which it has reached something.</param>
    public void FoldPlain(ScoreContext context, TimeSpan? within)
    {
        var at = context.Event.Timestamp.ToUniversalTime();
        Plain = Widen(Plain, at);
        if (context.Event.Duration is { } duration)
            Starts.Add(at, duration);
        FoldShown(context, within);
    }

    /// <summary>Folds in what all rules need.</summary>
    /// <param name="context">The event.</param>
    /// <param name="within">The time within which it has reached something.</param>
    public void Fold(ScoreContext context, TimeSpan? within = null)
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
        string order = string.Create(CultureInfo.InvariantCulture, $"{context.ReceivedAt.UtcTicks:D19} {at.Ticks:D19} {context.EventId}");
        if (First is null || string.CompareOrdinal(order, First) < 0)
            First = order;
        FoldShown(context, within);
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
        DurationContradiction = Contradiction,
        Users = users,
        BelongsToUser = isOwn,
        Sessions = sessions,
    };

    private static PlayMoments Widen(PlayMoments? known, DateTimeOffset at) =>
        known is { } moments ? new PlayMoments(at < moments.First ? at : moments.First, at > moments.Last ? at : moments.Last) : new PlayMoments(at, at);

    private static PlayMoments? Union(PlayMoments? one, PlayMoments? other) => one is not null && other is { } more
        ? Widen(Widen(one, more.First), more.Last)
        : one ?? other;

    private static double Most(double? known, double value) => known > value ? known.Value : value;

    private static double Least(double? known, double value) => known < value ? known.Value : value;

    private static TimeSpan? Most(TimeSpan? known, TimeSpan? value) => known > value ? known : value ?? known;

    private void FoldShown(ScoreContext context, TimeSpan? within)
    {
        var at = context.Event.Timestamp.ToUniversalTime();
        if (within < at - DateTimeOffset.MinValue && !(ReachedFrom >= at - within))
            ReachedFrom = at - within;
        if (ShownEvent.Of(context) is var shown && (Shown is null || shown.IsBefore(Shown)))
            Shown = shown;
    }

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
