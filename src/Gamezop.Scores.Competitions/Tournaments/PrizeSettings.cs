namespace Gamezop.Scores.Competitions;

/// <summary>A prize as it is written in configuration and kept in a store.</summary>
internal sealed class PrizeSettings
{
    public string? FromRank { get; set; }

    public string? ToRank { get; set; }

    public string? TopPercent { get; set; }

    public string? MinScore { get; set; }

    public RewardSettings? Reward { get; set; }
}
