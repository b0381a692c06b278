namespace Gamezop.Scores.Competitions;

/// <summary>Why a play is not plausible. Shown to operators: no user's id belongs in it.</summary>
/// <param name="Rule">The rule's name, e.g. <c>MaxScore</c>; also a meter's tag, so one of few.</param>
/// <param name="Seen">What was seen, e.g. <c>90000</c>.</param>
/// <param name="Allowed">What the rule allows, e.g. <c>at most 5000</c>.</param>
public sealed record PlausibilityBreach(string Rule, string Seen, string Allowed);
