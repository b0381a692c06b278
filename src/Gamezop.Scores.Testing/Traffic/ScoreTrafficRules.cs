namespace Gamezop.Scores.Testing;

/// <summary>What the options of <see cref="ScoreTraffic"/> may say.</summary>
internal static class ScoreTrafficRules
{
    /// <exception cref="ArgumentException">The first option that is out of its range.</exception>
    public static void Check(ScoreTrafficOptions options)
    {
        Require(options.Players >= 1, nameof(options.Players), "must be at least 1");
        Require(options.Sessions >= 1, nameof(options.Sessions), "must be at least 1");
        Require(options.EventsPerSecond > 0 && double.IsFinite(options.EventsPerSecond), nameof(options.EventsPerSecond), "must be above 0");
        Require(options.Games is { Count: > 0 }, nameof(options.Games), "must have at least one code");
        Require(options.Countries is { Count: > 0 }, nameof(options.Countries), "must have at least one country");
        Require(options.MaxDelay >= TimeSpan.Zero, nameof(options.MaxDelay), "must not be negative");
        RequireProbability(options.Duplicated, nameof(options.Duplicated));
        RequireProbability(options.Reordered, nameof(options.Reordered));
        RequireProbability(options.Delayed, nameof(options.Delayed));
        RequireProbability(options.Lost, nameof(options.Lost));
        RequireProbability(options.Malformed, nameof(options.Malformed));
        RequireProbability(options.Forged, nameof(options.Forged));
        RequireProbability(options.WrongKey, nameof(options.WrongKey));
        Require(
            options.Forged == 0 || options.SubProtector is not null, nameof(options.Forged),
            "needs SubProtector: nobody can tell a forged sub from a plain one");
    }

    private static void RequireProbability(double value, string option) => Require(value is >= 0 and <= 1, option, "must be from 0 to 1");

    private static void Require(bool isRight, string option, string rule)
    {
        if (!isRight)
            throw new ArgumentException($"{option} {rule}.", nameof(option));
    }
}
