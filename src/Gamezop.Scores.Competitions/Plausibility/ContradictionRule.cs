namespace Gamezop.Scores.Competitions;

/// <summary>
/// The rule that is always on, for every game: durations are what the player's device says, and targets with <see cref="TargetDefinition.Within"/> believe the event that reaches them. So a play
/// whose events contradict each other does not count.
/// </summary>
internal sealed class ContradictionRule : IScorePlausibility
{
    public const string Name = "DurationContradiction";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    public PlausibilityVerdict Judge(PlayEvidence evidence) => evidence.DurationContradiction > Tolerance
        ? new PlausibilityVerdict(
            PlausibilityOutcome.Quarantine, [new PlausibilityBreach(Name, $"durations that contradict each other by {SettingText.Of(evidence.DurationContradiction.Value)}", $"at most {SettingText.Of(Tolerance)}")])
        : PlausibilityVerdict.Accept;
}
