namespace Gamezop.Scores.Competitions;

/// <summary>
/// The rule that is always on, for every game: durations are what the player's device says, and a target with a time limit believes the
/// event that reaches it. So a play whose other events contradict that does not count.
/// </summary>
internal sealed class ContradictionRule : IScorePlausibility
{
    public const string Name = "DurationContradiction";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    public PlausibilityVerdict Judge(PlayEvidence evidence) => evidence.DurationContradiction > Tolerance
        ? new PlausibilityVerdict(
            PlausibilityOutcome.Quarantine,
            [
                new PlausibilityBreach(
                    Name,
                    $"a duration that other events contradict by {SettingText.Of(evidence.DurationContradiction.Value)}",
                    $"at most {SettingText.Of(Tolerance)}"),
            ])
        : PlausibilityVerdict.Accept;
}
