using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gamezop.Scores;

/// <summary>Reads Gamezop's score object in one pass over the tokens: liberal in what may come, strict in what gets in.</summary>
internal ref struct ScoreEventReader
{
    // One level more than allowed, so that depth is found by our own check, which can name the member.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ScoreRules.MaxDepth + 1 };

    private readonly ReadOnlySpan<byte> _payload;
    private Utf8JsonReader _json;
    private int _seen;
    private bool _hasAdditional;
    private string? _gameCode;
    private string? _sessionId;
    private string? _gamePlayId;
    private string? _subId;
    private string? _state;
    private string? _leaderboardId;
    private string? _country;
    private DateTimeOffset _timestamp;
    private TimeSpan? _duration;
    private double _score;

    private ScoreEventReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        _json = new Utf8JsonReader(payload, Options);
    }

    public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out ScoreEvent? scoreEvent, [NotNullWhen(false)] out ScoreFormatError? error)
    {
        if (utf8Json.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json[3..];

        scoreEvent = null;
        if (IsWhiteSpace(utf8Json))
        {
            error = new(null, ScoreRules.Empty);
        }
        else if (!Utf8.IsValid(utf8Json))
        {
            // The tokeniser looks at the encoding only where text is taken out.
            error = new(null, ScoreRules.NotUtf8);
        }
        else
        {
            try
            {
                error = new ScoreEventReader(utf8Json).Read(out scoreEvent);
            }
            catch (JsonException)
            {
                error = new(null, ScoreRules.NotJson);
            }
        }

        return error is null;
    }

    private ScoreFormatError? Read(out ScoreEvent? scoreEvent)
    {
        scoreEvent = null;
        if (!_json.Read() || _json.TokenType is not JsonTokenType.StartObject)
            return new(null, ScoreRules.NotAnObject);

        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            if (ReadMember() is { } error)
                return error;
        }

        if (!IsWhiteSpace(_payload[(int)_json.BytesConsumed..]))
            return new(null, ScoreRules.Trailing);
        int missing = ScoreMembers.Required & ~_seen;
        if (missing != 0)
            return new(ScoreMembers.Name((ScoreMember)int.TrailingZeroCount(missing)), ScoreRules.Missing);

        AdditionalMemberMap additional = AdditionalMemberMap.None;
        if (_hasAdditional && !AdditionalMemberMap.TryRead(_payload, out additional, out string? repeated))
            return ScoreRules.OfAdditional(repeated, ScoreRules.Twice);

        scoreEvent = new ScoreEvent
        {
            GameCode = _gameCode!,
            SessionId = _sessionId!,
            GamePlayId = _gamePlayId!,
            SubId = _subId!,
            RawState = _state!,
            Timestamp = _timestamp,
            Score = _score,
            Duration = _duration,
            LeaderboardId = _leaderboardId,
            Country = _country,
            AdditionalMembers = additional,
        };
        return null;
    }

    private ScoreFormatError? ReadMember()
    {
        if (TextRules.Check(ref _json) is { } nameReason)
            return ScoreRules.OfName(nameReason);
        ScoreMember member = _json.ValueIsEscaped ? ScoreMembers.Find(Encoding.UTF8.GetBytes(_json.GetString()!)) : ScoreMembers.Find(_json.ValueSpan);
        if (member is ScoreMember.Additional)
            return SkipAdditional();

        int bit = 1 << (int)member;
        if ((_seen & bit) != 0)
            return new(ScoreMembers.Name(member), ScoreRules.Twice);
        _seen |= bit;
        _json.Read();
        return ReadValue(member) is { } reason ? new(ScoreMembers.Name(member), reason) : null;
    }

    private string? ReadValue(ScoreMember member)
    {
        switch (member)
        {
            case ScoreMember.GameCode:
                return JsonTexts.ReadIdentifier(ref _json, shared: true, out _gameCode);
            case ScoreMember.SessionId:
                return JsonTexts.ReadIdentifier(ref _json, shared: false, out _sessionId);
            case ScoreMember.GamePlayId:
                return JsonTexts.ReadIdentifier(ref _json, shared: false, out _gamePlayId);
            case ScoreMember.Timestamp:
                return JsonNumbers.ReadTimestamp(ref _json, out _timestamp);
            case ScoreMember.Score:
                return JsonNumbers.ReadScore(ref _json, out _score);
            case ScoreMember.SubId:
                return JsonTexts.ReadIdentifier(ref _json, shared: false, out _subId);
            case ScoreMember.State:
                return JsonTexts.ReadState(ref _json, out _state);
            case ScoreMember.LeaderboardId when !JsonTexts.IsNullOrEmpty(ref _json):
                return JsonTexts.ReadIdentifier(ref _json, shared: true, out _leaderboardId);
            case ScoreMember.Country when !JsonTexts.IsNullOrEmpty(ref _json):
                return JsonTexts.Read(ref _json, shared: true, out _country);
            case ScoreMember.Duration when !JsonTexts.IsNullOrEmpty(ref _json):
                string? reason = JsonNumbers.ReadDuration(ref _json, out TimeSpan duration);
                _duration = duration;
                return reason;
            default:
                return null;
        }
    }

    /// <summary>Checks a member that is not ours. It is taken out at the end, in one go with the others.</summary>
    private ScoreFormatError? SkipAdditional()
    {
        _hasAdditional = true;
        Utf8JsonReader atName = _json;
        _json.Read();
        return TextRules.CheckValue(ref _json, level: 0) is { } reason ? ScoreRules.OfAdditional(atName.GetString()!, reason) : null;
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(" \t\r\n"u8);
}
