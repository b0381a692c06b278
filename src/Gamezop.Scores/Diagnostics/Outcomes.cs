namespace Gamezop.Scores;

/// <summary>The values of the metrics' <c>gamezop.outcome</c> tag: how a call to the webhook ended.</summary>
internal static class Outcomes
{
    public const string Handled = "handled";
    public const string Stored = "stored";
    public const string Duplicate = "duplicate";
    public const string Failed = "failed";
    public const string Unavailable = "unavailable";
    public const string Malformed = "malformed";
    public const string Forged = "forged";
    public const string TooLarge = "too_large";
    public const string TooSlow = "too_slow";
    public const string Incomplete = "incomplete";
    public const string Encoded = "encoded";
    public const string Undecodable = "undecodable";
}
