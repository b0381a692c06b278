namespace Gamezop.Scores.Competitions;

internal static class TargetValidation
{
    /// <summary>Checks every rule that needs one definition alone.</summary>
    /// <exception cref="TargetDefinitionException">A rule is broken.</exception>
    public static void Validate(TargetDefinition target)
    {
        if (LeaderboardValidation.IdProblem(target.Id) is { } problem)
            throw Broken(target, nameof(target.Id), problem);
        CheckList(target, nameof(target.Games), target.Games);
        CheckList(target, nameof(target.GamezopLeaderboards), target.GamezopLeaderboards);
        CheckList(target, nameof(target.Sources), target.Sources);
        CheckList(target, nameof(target.Countries), target.Countries);
        CheckList(target, nameof(target.Users), target.Users);
        if (target.Countries.FirstOrDefault(country => CountryCode.Normalize(country) is null) is { } none)
            throw Broken(target, nameof(target.Countries), $"has '{none}', which is not a country of two letters");
        if (LeaderboardValidation.ZoneProblem(target.TimeZone) is { } zone)
            throw Broken(target, nameof(target.TimeZone), zone);
        if (!Enum.IsDefined(target.Period))
            throw Broken(target, nameof(target.Period), $"is {target.Period}, which is not one of {string.Join(", ", Enum.GetNames<TargetPeriod>())}");
        CheckGoal(target);
        CheckReward(target);
        if (target.ActiveFrom >= target.ActiveUntil)
            throw Broken(target, nameof(target.ActiveUntil), "is not later than ActiveFrom");
    }

    private static void CheckGoal(TargetDefinition target)
    {
        if (target.Goal is null)
            throw Broken(target, nameof(target.Goal), "is missing");
        if (target.Goal.Kind == TargetGoalKind.DayStreak && target.Period != TargetPeriod.Once)
            throw Broken(target, nameof(target.Period), $"is {target.Period} while Goal is a DayStreak; a streak of days is reached Once");
        if (target.Goal is { Kind: TargetGoalKind.PlaysFinished, Value: > 1 } && target.Period == TargetPeriod.EveryPlay)
            throw Broken(target, nameof(target.Period), $"is EveryPlay while Goal is {target.Goal}; in one play, one play is finished");
        if (target.Within <= TimeSpan.Zero)
            throw Broken(target, nameof(target.Within), $"is {target.Within}; it must be more than 0");
    }

    private static void CheckReward(TargetDefinition target)
    {
        if (target.Reward is null)
            throw Broken(target, nameof(target.Reward), "is missing");
        // An initializer may have gone around the constructor.
        if (string.IsNullOrWhiteSpace(target.Reward.Kind) || target.Reward.Kind.Length > 64)
            throw Broken(target, nameof(target.Reward), "has a Kind that is empty or longer than 64 characters");
        if (target.Reward.Amount <= 0)
            throw Broken(target, nameof(target.Reward), $"has an Amount of {SettingText.Of(target.Reward.Amount)}; it must be more than 0");
        if (target.ClaimWithin is { } within && (within <= TimeSpan.Zero || !target.MustClaim))
            throw Broken(target, nameof(target.ClaimWithin), target.MustClaim ? $"is {within}; it must be more than 0" : "is set while MustClaim is not");
        if (target.MaxGrants < 1)
            throw Broken(target, nameof(target.MaxGrants), $"is {SettingText.Of(target.MaxGrants.Value)}; it must be at least 1");
    }

    private static void CheckList(TargetDefinition target, string member, IReadOnlyList<string> list)
    {
        if (list is null)
            throw Broken(target, member, "is null; leave it empty to match everything");
        if (list.Any(string.IsNullOrWhiteSpace))
            throw Broken(target, member, "has an empty element");
    }

    private static TargetDefinitionException Broken(TargetDefinition target, string member, string reason) => new(target.Id ?? "", member, reason);
}
