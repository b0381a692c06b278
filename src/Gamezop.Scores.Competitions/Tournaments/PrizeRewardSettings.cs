namespace Gamezop.Scores.Competitions;

/// <summary>A prize's reward as it is written in configuration and kept in a store.</summary>
internal sealed class PrizeRewardSettings
{
    public string? Kind { get; set; }

    public string? Amount { get; set; }

    public string? Data { get; set; }
}
