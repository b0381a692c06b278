namespace Gamezop.Scores;

/// <summary>What reader and writer both go by: the limits of PROTOCOL's section 2, and the phrases that say which one is broken.</summary>
internal static class ScoreRules
{
    /// <summary>Objects and arrays within each other; the event itself is the first.</summary>
    public const int MaxDepth = 16;

    /// <summary>In UTF-16 code units.</summary>
    public const int MaxIdentifierLength = 256;

    /// <summary>From here on a timestamp is milliseconds (1973), below it is seconds (until the year 5138).</summary>
    public const long LeastMilliseconds = 100_000_000_000;

    public const string NotJson = "is not valid JSON";
    public const string NotUtf8 = "is not valid UTF-8";
    public const string NotAnObject = "is not a JSON object";
    public const string Trailing = "has content after its end";
    public const string Missing = "is missing";
    public const string Null = "is null";
    public const string Empty = "is empty";
    public const string Twice = "is given twice";
    public const string NotText = "must be a string";
    public const string NotTextOrNumber = "must be a string or a number";
    public const string NotANumber = "must be a number";
    public const string Negative = "must not be negative";
    public const string OutOfRange = "is out of range";
    public const string TooLong = "is longer than 256 characters";
    public const string TooDeep = "is nested deeper than 16 levels";
    public const string LoneSurrogate = "contains a lone surrogate";
    public const string NulCharacter = "contains U+0000";
    public const string NotAdditional = "has a property of its own and cannot be an additional member";

    public static ScoreFormatError OfName(string reason) => new(null, $"has a member whose name {reason}");

    /// <summary>An error of a member that is not ours: its name is the sender's text, so it is named only when that is harmless.</summary>
    public static ScoreFormatError OfAdditional(string name, string reason) =>
        name.Length is > 0 and <= 64 && !name.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new(name, reason)
            : new(null, $"has a member that {reason}");
}
