namespace Gamezop.Scores;

/// <summary>How reading a body ended.</summary>
internal enum BodyOutcome
{
    Complete,
    TooLarge,
    TooSlow,
    Incomplete,
    Undecodable,
}
