namespace Gamezop.Scores.Competitions;

/// <summary>A place in the order of judged plays.</summary>
/// <param name="Since">As <see cref="JudgedPlay.Since"/>.</param>
/// <param name="Play">The play.</param>
public readonly record struct JudgedPlayPlace(DateTimeOffset Since, PlayId Play);
