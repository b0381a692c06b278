namespace Gamezop.Scores.Competitions;

/// <summary>A definition as it is written in configuration and kept in a store: every member as text, so that each error can be named.</summary>
internal sealed class TargetSettings
{
    public string? Id { get; set; }

    public List<string>? Games { get; set; }

    public List<string>? GamezopLeaderboards { get; set; }

    public List<string>? Sources { get; set; }

    public List<string>? Countries { get; set; }

    public List<string>? Users { get; set; }

    public string? TimeZone { get; set; }

    public TargetGoalSettings? Goal { get; set; }

    public string? Within { get; set; }

    public string? Period { get; set; }

    public RewardSettings? Reward { get; set; }

    public string? MustClaim { get; set; }

    public string? ClaimWithin { get; set; }

    public string? MaxGrants { get; set; }

    public string? ActiveFrom { get; set; }

    public string? ActiveUntil { get; set; }

    /// <summary>The same, in UTC where this system does not know the time zone.</summary>
    public TargetSettings WithKnownZone()
    {
        var settings = (TargetSettings)MemberwiseClone();
        if (SettingText.UnknownZone(TimeZone) is not null)
            settings.TimeZone = null;
        return settings;
    }
}
