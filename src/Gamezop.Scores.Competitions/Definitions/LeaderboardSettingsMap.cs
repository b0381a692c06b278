using System.Globalization;
using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>Between <see cref="LeaderboardSettings"/> and <see cref="LeaderboardDefinition"/>.</summary>
internal static class LeaderboardSettingsMap
{
    /// <summary>Reads a definition.</summary>
    /// <param name="settings">The texts.</param>
    /// <param name="path">Where they stand, for the message.</param>
    /// <exception cref="FormatException">A text cannot be read; the message names its path.</exception>
    public static LeaderboardDefinition ToDefinition(LeaderboardSettings settings, string path)
    {
        var defaults = new LeaderboardDefinition();
        return new LeaderboardDefinition
        {
            Id = settings.Id ?? "",
            Games = settings.Games ?? [],
            GamezopLeaderboards = settings.GamezopLeaderboards ?? [],
            Sources = settings.Sources ?? [],
            Scoring = Read(settings.Scoring, defaults.Scoring, path, "Scoring", Enumeration<LeaderboardScoring>),
            Order = Read(settings.Order, defaults.Order, path, "Order", Enumeration<LeaderboardOrder>),
            Counts = Read(settings.Counts, defaults.Counts, path, "Counts", Enumeration<LeaderboardCounts>),
            Window = Read(settings.Window, defaults.Window, path, "Window", LeaderboardWindow.Parse),
            TimeZone = Read(settings.TimeZone, defaults.TimeZone, path, "TimeZone", Zone),
            Grace = Read(settings.Grace, defaults.Grace, path, "Grace", Span),
            ClosedWindowsKept = Read(settings.ClosedWindowsKept, defaults.ClosedWindowsKept, path, "ClosedWindowsKept", Whole),
            PartitionBy = Read(settings.PartitionBy, defaults.PartitionBy, path, "PartitionBy", Enumeration<LeaderboardPartition>),
            Ranking = Read(settings.Ranking, defaults.Ranking, path, "Ranking", Enumeration<LeaderboardRanking>),
        };
    }

    public static LeaderboardSettings ToSettings(LeaderboardDefinition definition) => new()
    {
        Id = definition.Id,
        Games = [.. definition.Games],
        GamezopLeaderboards = [.. definition.GamezopLeaderboards],
        Sources = [.. definition.Sources],
        Scoring = definition.Scoring.ToString(),
        Order = definition.Order.ToString(),
        Counts = definition.Counts.ToString(),
        Window = definition.Window.ToString(),
        TimeZone = Of(definition.TimeZone),
        Grace = definition.Grace.ToString("c", CultureInfo.InvariantCulture),
        ClosedWindowsKept = definition.ClosedWindowsKept.ToString(CultureInfo.InvariantCulture),
        PartitionBy = definition.PartitionBy.ToString(),
        Ranking = definition.Ranking.ToString(),
    };
}
