namespace Gamezop.Scores;

/// <summary>Whom a sub stands for.</summary>
/// <param name="UserId">The user; null when the sub is forged or breaks the rules of user ids.</param>
/// <param name="IsForged">Whether it had to be a sub that this application made, and is none.</param>
/// <param name="Error">Which rule of user ids it breaks: its text must not become one, whatever an operator says later.</param>
internal readonly record struct SubReading(string? UserId, bool IsForged, ScoreFormatError? Error);
