namespace Gamezop.Scores.Competitions;

/// <summary>A tournament as it is written in configuration and kept in a store: every member as text, so that each error can be named.</summary>
internal sealed class TournamentSettings
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public List<string>? Games { get; set; }

    public List<string>? GamezopLeaderboards { get; set; }

    public List<string>? Sources { get; set; }

    public List<string>? Countries { get; set; }

    public string? Order { get; set; }

    public string? Ranking { get; set; }

    public string? TimeZone { get; set; }

    public string? Grace { get; set; }

    public string? StartsAt { get; set; }

    public string? Duration { get; set; }

    public string? Cron { get; set; }

    public string? Until { get; set; }

    public string? Scoring { get; set; }

    public string? JoinRequired { get; set; }

    public string? MaxPlayers { get; set; }

    public string? MaxAttempts { get; set; }

    public List<PrizeSettings>? Prizes { get; set; }

    public string? PrizeTies { get; set; }

    public string? Budget { get; set; }

    public string? MustClaim { get; set; }

    public string? ClaimWithin { get; set; }

    /// <summary>The same, in UTC where this system does not know the time zone.</summary>
    public TournamentSettings WithKnownZone()
    {
        var settings = (TournamentSettings)MemberwiseClone();
        if (SettingText.UnknownZone(TimeZone) is not null)
            settings.TimeZone = null;
        return settings;
    }
}
