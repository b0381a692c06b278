namespace Gamezop.Scores.Competitions;

internal static class PlausibilityValidation
{
    /// <exception cref="PlausibilityRulesException">A member is impossible.</exception>
    public static void Validate(PlausibilityRules rules)
    {
        if (rules.Games is null)
            throw new PlausibilityRulesException([], nameof(rules.Games), "is null; leave it empty for all games");
        if (rules.Games.Any(string.IsNullOrWhiteSpace))
            throw Broken(rules, nameof(rules.Games), "has an empty element");
        if (rules.Games.Distinct(StringComparer.Ordinal).Count() < rules.Games.Count)
            throw Broken(rules, nameof(rules.Games), "has a game twice");
        CheckNumber(rules, nameof(rules.MaxScorePerSecond), rules.MaxScorePerSecond, positive: true);
        CheckNumber(rules, nameof(rules.MaxScore), rules.MaxScore, positive: false);
        CheckNumber(rules, nameof(rules.MinScore), rules.MinScore, positive: false);
        CheckTime(rules, nameof(rules.MinDuration), rules.MinDuration);
        CheckTime(rules, nameof(rules.MaxDuration), rules.MaxDuration);
        if (rules.MinScore > rules.MaxScore)
            throw Broken(rules, nameof(rules.MinScore), $"is {SettingText.Of(rules.MinScore.Value)}, which is more than MaxScore");
        if (rules.MinDuration > rules.MaxDuration)
            throw Broken(rules, nameof(rules.MinDuration), $"is {rules.MinDuration}, which is more than MaxDuration");
        if (rules.ClockTolerance < TimeSpan.Zero)
            throw Broken(rules, nameof(rules.ClockTolerance), $"is {rules.ClockTolerance}; it must be at least 0");
        if (rules.Outcome is not (PlausibilityOutcome.Quarantine or PlausibilityOutcome.Mark))
            throw Broken(rules, nameof(rules.Outcome), $"is {rules.Outcome}; it must be Quarantine or Mark");
    }

    private static void CheckNumber(PlausibilityRules rules, string member, double? value, bool positive)
    {
        if (value is { } number && (!double.IsFinite(number) || (positive && number <= 0)))
            throw Broken(rules, member, $"is {SettingText.Of(number)}; it must be {(positive ? "a number of more than 0" : "a number")}");
    }

    private static void CheckTime(PlausibilityRules rules, string member, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero)
            throw Broken(rules, member, $"is {value}; it must be more than 0");
    }

    private static PlausibilityRulesException Broken(PlausibilityRules rules, string member, string reason) => new(rules.Games, member, reason);
}
