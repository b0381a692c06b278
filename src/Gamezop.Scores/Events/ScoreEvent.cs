using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores;

/// <summary>One score of one user, as Gamezop posts it ("Receive user scores" in Gamezop's publisher documentation).</summary>
/// <remarks>
/// Immutable; equal by value. What comes from <see cref="Parse"/> or <see cref="TryParse"/> keeps all the rules below. An event made by hand
/// is checked when it is written, by <see cref="WriteTo"/> or <see cref="JsonSerializer"/>.
/// As the body of a minimal API's endpoint it needs <c>[FromBody]</c>: without it ASP.NET Core takes <see cref="TryParse"/> for its own way of reading
/// route values, and throws.
/// The text of <see cref="ToString"/> leaves out <see cref="SubId"/> and <see cref="AdditionalMembers"/>: ids of users do not belong in logs.
/// </remarks>
[JsonConverter(typeof(ScoreEventJsonConverter))]
public sealed record ScoreEvent
{
    // Eight bytes where a DateTimeOffset takes sixteen: events are made by the million.
    private readonly DateTime _timestamp;
    private readonly AdditionalMemberMap _additionalMembers = AdditionalMemberMap.None;

    /// <summary>The game's code: the <c>code</c> of Gamezop's All Games API, 7 to 11 characters today. 1 to 256 UTF-16 units.</summary>
    public required string GameCode { get; init; }

    /// <summary>The same throughout a session, which can hold several game plays. 1 to 256 UTF-16 units.</summary>
    public required string SessionId { get; init; }

    /// <summary>The same throughout one game play; each time the user loses, a new one starts in the same session. 1 to 256 UTF-16 units.</summary>
    public required string GamePlayId { get; init; }

    /// <summary>
    /// The <c>sub</c> of the game URL as it came: with protected subs no id can be read in it. The verified id is <see cref="ScoreContext.UserId"/>.
    /// 1 to 256 UTF-16 units.
    /// </summary>
    public required string SubId { get; init; }

    /// <summary>What happened. It always agrees with <see cref="RawState"/>: setting it sets that too, unless its text has this meaning already.</summary>
    public GameState State
    {
        get => GameStates.Parse(RawState);
        init
        {
            if (GameStates.Parse(RawState) != value)
                RawState = GameStates.Name(value);
        }
    }

    /// <summary>
    /// The state's text on the wire, for a state that this version does not know (<see cref="GameState.Unknown"/>). The known ones are <c>loaded</c>,
    /// <c>start</c>, <c>playing</c>, <c>levelup</c> and <c>over</c>, case-sensitive. Not empty; <c>unknown</c> unless set.
    /// </summary>
    public string RawState { get; init; } = GameStates.Unknown;

    /// <summary>
    /// When the user made the score, by the sender's clock, to 100 ns; from 1970 to 9999. Read as milliseconds since 1970 from 100,000,000,000 on and as
    /// seconds below that, fractions allowed, and written the same way. Always in UTC: what is set is converted.
    /// </summary>
    public required DateTimeOffset Timestamp { get => _timestamp; init => _timestamp = value.UtcDateTime; }

    /// <summary>
    /// The score. Finite; may be negative or a fraction: whether more is better is the leaderboard's matter.
    /// 0 for <see cref="GameState.Loaded"/> and <see cref="GameState.Start"/>.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>
    /// Time spent in this game play so far (milliseconds on the wire, to 100 ns), 0 when one starts. Never negative. Null when Gamezop did not say.
    /// </summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Which of the game's leaderboards at Gamezop the score belongs to, e.g. <c>NyM_JGWcx_default</c>. Null when Gamezop did not say; an empty text
    /// counts as null. At most 256 UTF-16 units.
    /// </summary>
    public string? LeaderboardId { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>
    /// The user's country as it came. Gamezop calls it ISO 3166-2; what it describes is the two letters of ISO 3166-1, e.g. <c>IN</c>. Not checked.
    /// Null when Gamezop did not say; an empty text counts as null.
    /// </summary>
    public string? Country { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>
    /// Members this version does not know, by name; they are written back as they came. Compared by JSON value, in any order. What is set is copied, so
    /// that neither a later change to it nor the disposal of its document matters. Never null.
    /// </summary>
    /// <exception cref="ArgumentException">A value is <c>default(JsonElement)</c>.</exception>
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers
    {
        get => _additionalMembers;
        init => _additionalMembers = AdditionalMemberMap.CopyOf(value);
    }

    /// <summary>Reads one event.</summary>
    /// <param name="utf8Json">The payload in UTF-8: one JSON object, with or without a byte order mark.</param>
    /// <returns>The event.</returns>
    /// <exception cref="ScoreFormatException">The payload breaks a rule; the error names the member and never holds the payload's values.</exception>
    public static ScoreEvent Parse(ReadOnlySpan<byte> utf8Json) =>
        TryParse(utf8Json, out ScoreEvent? scoreEvent, out ScoreFormatError? error) ? scoreEvent : throw new ScoreFormatException(error);

    /// <summary>Reads one event without exceptions, whatever the bytes are.</summary>
    /// <param name="utf8Json">The payload in UTF-8: one JSON object, with or without a byte order mark.</param>
    /// <param name="scoreEvent">The event, or null.</param>
    /// <param name="error">The first thing that is wrong, or null.</param>
    /// <returns>Whether it could be read.</returns>
    /// <remarks>
    /// Liberal: unknown members and states are kept; identifiers may be JSON numbers (their text is taken) and numbers JSON strings;
    /// <c>leaderboardId</c>, <c>country</c> and <c>duration</c> may be missing, null or empty.
    /// Refused: anything but one JSON object in valid UTF-8 with nothing behind it; a missing, null or empty <c>gameCode</c>, <c>sessionId</c>,
    /// <c>gamePlayId</c>, <c>subId</c> or <c>state</c>; a <c>timestamp</c> or <c>score</c> that is missing, not a number or not finite; a negative
    /// <c>timestamp</c> or <c>duration</c>, or one beyond what <see cref="DateTimeOffset"/> and <see cref="TimeSpan"/> hold; a lone surrogate or U+0000 in
    /// any text; a member given twice; nesting deeper than 16; an identifier longer than 256 UTF-16 units.
    /// </remarks>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out ScoreEvent? scoreEvent, [NotNullWhen(false)] out ScoreFormatError? error) =>
        ScoreEventReader.TryRead(utf8Json, out scoreEvent, out error);

    /// <summary>
    /// Writes the event in Gamezop's wire form: its members in the order of Gamezop's documentation without those that are null, then the
    /// additional ones.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ScoreFormatException">The event breaks a rule, so that it could not be read again. Nothing has been written then.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ScoreEventWriter.Write(writer, this);
    }

    /// <summary>The event in Gamezop's wire form: what <see cref="Parse"/> reads.</summary>
    /// <returns>One JSON object in UTF-8.</returns>
    /// <exception cref="ScoreFormatException">The event breaks a rule, so that it could not be read again.</exception>
    public byte[] ToUtf8Json()
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer))
            WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The event's identity: 32 lower-case hex digits, the same for every delivery of one event, ordered by the event's time. The format is described in
    /// <c>src/docs/event-id.md</c>. Computed each time; a handler takes it from <see cref="ScoreContext.EventId"/>.
    /// </summary>
    /// <returns>E.g. <c>019ab04c947bb068d414dc0f2d2cfc63</c>.</returns>
    public string GetEventId() => ScoreEventId.Compute(this);

    /// <summary>By value: times as instants, the score bit by bit (so -0 is not 0), additional members by JSON value in any order.</summary>
    /// <param name="other">The other event.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Equals(ScoreEvent? other) => ReferenceEquals(this, other) || (other is not null
        && GameCode == other.GameCode
        && SessionId == other.SessionId
        && GamePlayId == other.GamePlayId
        && SubId == other.SubId
        && RawState == other.RawState
        && _timestamp == other._timestamp
        && BitConverter.DoubleToInt64Bits(Score) == BitConverter.DoubleToInt64Bits(other.Score)
        && Duration == other.Duration
        && LeaderboardId == other.LeaderboardId
        && Country == other.Country
        && _additionalMembers.ValueEquals(other._additionalMembers));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(GameCode);
        hash.Add(SessionId);
        hash.Add(GamePlayId);
        hash.Add(SubId);
        hash.Add(RawState);
        hash.Add(_timestamp);
        hash.Add(Score);
        hash.Add(Duration);
        hash.Add(LeaderboardId);
        hash.Add(Country);
        hash.Add(_additionalMembers.ValueHash());
        return hash.ToHashCode();
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"GameCode = {GameCode}, SessionId = {SessionId}, GamePlayId = {GamePlayId}, State = {RawState}, Timestamp = {Timestamp:O}, Score = {Score}");
        builder.Append(
            CultureInfo.InvariantCulture,
            $", Duration = {Duration}, LeaderboardId = {LeaderboardId}, Country = {Country}");
        return true;
    }
}
