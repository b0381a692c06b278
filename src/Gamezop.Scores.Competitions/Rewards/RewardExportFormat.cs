namespace Gamezop.Scores.Competitions;

/// <summary>As which file a reconciliation is exported.</summary>
public enum RewardExportFormat
{
    /// <summary>RFC 4180, with a line of names first.</summary>
    Csv,

    /// <summary>One JSON object on each line.</summary>
    JsonLines,
}
