using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>Between <see cref="TargetSettings"/> and <see cref="TargetDefinition"/>.</summary>
internal static class TargetSettingsMap
{
    /// <summary>Reads a definition.</summary>
    /// <param name="settings">The texts.</param>
    /// <param name="path">Where they stand, for the message.</param>
    /// <exception cref="FormatException">A text cannot be read; the message names its path.</exception>
    public static TargetDefinition ToDefinition(TargetSettings settings, string path) => new()
    {
        Id = settings.Id ?? "",
        Games = settings.Games ?? [],
        GamezopLeaderboards = settings.GamezopLeaderboards ?? [],
        Sources = settings.Sources ?? [],
        Countries = settings.Countries ?? [],
        Users = settings.Users ?? [],
        TimeZone = Read(settings.TimeZone, TimeZoneInfo.Utc, path, "TimeZone", Zone),
        Goal = settings.Goal is { } goal ? GoalOf(goal, $"{path}:Goal") : null!,
        Within = Read<TimeSpan?>(settings.Within, null, path, "Within", text => Span(text)),
        Period = Read(settings.Period, TargetPeriod.Once, path, "Period", Enumeration<TargetPeriod>),
        Reward = settings.Reward is { } reward ? reward.ToReward($"{path}:Reward") : null!,
        MustClaim = Read(settings.MustClaim, false, path, "MustClaim", bool.Parse),
        ClaimWithin = Read<TimeSpan?>(settings.ClaimWithin, null, path, "ClaimWithin", text => Span(text)),
        MaxGrants = Read<int?>(settings.MaxGrants, null, path, "MaxGrants", text => Whole(text)),
        ActiveFrom = Read<DateTimeOffset?>(settings.ActiveFrom, null, path, "ActiveFrom", text => Instant(text)),
        ActiveUntil = Read<DateTimeOffset?>(settings.ActiveUntil, null, path, "ActiveUntil", text => Instant(text)),
    };

    public static TargetSettings ToSettings(TargetDefinition definition) => new()
    {
        Id = definition.Id,
        Games = [.. definition.Games],
        GamezopLeaderboards = [.. definition.GamezopLeaderboards],
        Sources = [.. definition.Sources],
        Countries = [.. definition.Countries],
        Users = [.. definition.Users],
        TimeZone = Of(definition.TimeZone),
        Goal = new TargetGoalSettings
        {
            Kind = definition.Goal.Kind.ToString(),
            Value = definition.Goal.Kind == TargetGoalKind.TimePlayed ? Of(definition.Goal.Time) : Of(definition.Goal.Value),
        },
        Within = definition.Within is { } within ? Of(within) : null,
        Period = definition.Period.ToString(),
        Reward = new RewardSettings { Kind = definition.Reward.Kind, Amount = Of(definition.Reward.Amount), Data = definition.Reward.Data },
        MustClaim = definition.MustClaim.ToString(),
        ClaimWithin = definition.ClaimWithin is { } claimWithin ? Of(claimWithin) : null,
        MaxGrants = definition.MaxGrants is { } most ? Of(most) : null,
        ActiveFrom = definition.ActiveFrom is { } from ? Of(from) : null,
        ActiveUntil = definition.ActiveUntil is { } until ? Of(until) : null,
    };

    private static TargetGoal GoalOf(TargetGoalSettings goal, string path)
    {
        if (string.IsNullOrWhiteSpace(goal.Value))
            throw new FormatException($"{path}:Value is missing.");
        return Read<TargetGoal?>(goal.Value, null, path, "Value", Read<TargetGoalKind?>(goal.Kind, null, path, "Kind", text => Enumeration<TargetGoalKind>(text)) switch
        {
            TargetGoalKind.ScoreAtLeast => text => TargetGoal.ScoreAtLeast(Number(text)),
            TargetGoalKind.ScoreAtMost => text => TargetGoal.ScoreAtMost(Number(text)),
            TargetGoalKind.TotalScore => text => TargetGoal.TotalScore(Number(text)),
            TargetGoalKind.LevelsCompleted => text => TargetGoal.LevelsCompleted(Whole(text)),
            TargetGoalKind.PlaysFinished => text => TargetGoal.PlaysFinished(Whole(text)),
            TargetGoalKind.TimePlayed => text => TargetGoal.TimePlayed(Span(text)),
            TargetGoalKind.DayStreak => text => TargetGoal.DayStreak(Whole(text)),
            _ => throw new FormatException($"{path}:Kind is missing."),
        })!;
    }
}
