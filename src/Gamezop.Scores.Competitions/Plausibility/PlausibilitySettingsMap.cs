using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>From <see cref="PlausibilitySettings"/> to <see cref="PlausibilityRules"/>.</summary>
internal static class PlausibilitySettingsMap
{
    /// <summary>Reads rules.</summary>
    /// <param name="settings">The texts.</param>
    /// <param name="path">Where they stand, for the message.</param>
    /// <exception cref="FormatException">A text cannot be read; the message names its path.</exception>
    public static PlausibilityRules ToRules(PlausibilitySettings settings, string path) => new()
    {
        Games = settings.Games ?? [],
        MaxScorePerSecond = Read<double?>(settings.MaxScorePerSecond, null, path, "MaxScorePerSecond", text => Number(text)),
        MaxScore = Read<double?>(settings.MaxScore, null, path, "MaxScore", text => Number(text)),
        MinScore = Read<double?>(settings.MinScore, null, path, "MinScore", text => Number(text)),
        MinDuration = Read<TimeSpan?>(settings.MinDuration, null, path, "MinDuration", text => Span(text)),
        MaxDuration = Read<TimeSpan?>(settings.MaxDuration, null, path, "MaxDuration", text => Span(text)),
        ClockTolerance = Read<TimeSpan?>(settings.ClockTolerance, null, path, "ClockTolerance", text => Span(text)),
        StateOrder = Read(settings.StateOrder, false, path, "StateOrder", bool.Parse),
        OneUserPerPlay = Read(settings.OneUserPerPlay, false, path, "OneUserPerPlay", bool.Parse),
        OneCountryPerSession = Read(settings.OneCountryPerSession, false, path, "OneCountryPerSession", bool.Parse),
        Outcome = Read(settings.Outcome, PlausibilityOutcome.Quarantine, path, "Outcome", OutcomeOf),
    };

    // That a play is accepted is no outcome of a breach.
    private static PlausibilityOutcome OutcomeOf(string text) => text.ToUpperInvariant() switch
    {
        "QUARANTINE" => PlausibilityOutcome.Quarantine,
        "MARK" => PlausibilityOutcome.Mark,
        _ => throw new FormatException("it must be Quarantine or Mark."),
    };
}
