namespace Gamezop.Scores.Competitions;

/// <summary>A reward as it is written in configuration.</summary>
internal sealed class RewardSettings
{
    public string? Kind { get; set; }

    public string? Amount { get; set; }

    public string? Data { get; set; }
}
