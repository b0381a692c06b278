namespace Gamezop.Scores.Competitions;

/// <summary>A goal as it is written in configuration.</summary>
internal sealed class TargetGoalSettings
{
    public string? Kind { get; set; }

    public string? Value { get; set; }
}
