namespace Gamezop.Scores.Competitions;

/// <summary>A definition as it is written in configuration and kept in a store: every member as text, so that each error can be named.</summary>
internal sealed class LeaderboardSettings
{
    public string? Id { get; set; }

    public List<string>? Games { get; set; }

    public List<string>? GamezopLeaderboards { get; set; }

    public List<string>? Sources { get; set; }

    public string? Scoring { get; set; }

    public string? Order { get; set; }

    public string? Counts { get; set; }

    public string? Window { get; set; }

    public string? TimeZone { get; set; }

    public string? Grace { get; set; }

    public string? ClosedWindowsKept { get; set; }

    public string? PartitionBy { get; set; }

    public string? Ranking { get; set; }

    /// <summary>The same in another time zone.</summary>
    public LeaderboardSettings InZone(string id)
    {
        var settings = (LeaderboardSettings)MemberwiseClone();
        settings.TimeZone = id;
        return settings;
    }
}
