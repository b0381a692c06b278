namespace Gamezop.Scores.Competitions;

/// <summary>Rules as they are written in configuration: every member as text, so that each error can be named.</summary>
internal sealed class PlausibilitySettings
{
    public List<string>? Games { get; set; }

    public string? MaxScorePerSecond { get; set; }

    public string? MaxScore { get; set; }

    public string? MinScore { get; set; }

    public string? MinDuration { get; set; }

    public string? MaxDuration { get; set; }

    public string? ClockTolerance { get; set; }

    public string? StateOrder { get; set; }

    public string? OneUserPerPlay { get; set; }

    public string? OneCountryPerSession { get; set; }

    public string? Outcome { get; set; }
}
