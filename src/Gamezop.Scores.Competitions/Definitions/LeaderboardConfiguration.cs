using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the boards of a configuration section.</summary>
internal static class LeaderboardConfiguration
{
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase) { "Games", "GamezopLeaderboards", "Sources" };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "Id", "Scoring", "Order", "Counts", "Window", "TimeZone", "Grace", "ClosedWindowsKept", "PartitionBy", "Ranking",
    };

    /// <exception cref="FormatException">A key is unknown or a value cannot be read; the message names the path.</exception>
    public static IReadOnlyList<LeaderboardDefinition> Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; it must be a list of leaderboards.");
        var definitions = new List<LeaderboardDefinition>();
        foreach (IConfigurationSection board in section.GetChildren())
        {
            Check(board);
            var settings = new LeaderboardSettings();
            board.Bind(settings);
            definitions.Add(LeaderboardSettingsMap.ToDefinition(settings, board.Path));
            SettingText.CheckId(settings.Id, board.Path);
        }

        return definitions;
    }

    private static void Check(IConfigurationSection board)
    {
        if (board.Value is { Length: > 0 })
            throw new FormatException($"{board.Path} is a text; a leaderboard is an object.");
        foreach (IConfigurationSection member in board.GetChildren())
        {
            bool list = Lists.Contains(member.Key);
            if (!list && !Texts.Contains(member.Key))
                throw new FormatException($"{member.Path} is not a setting of a leaderboard. There are {string.Join(", ", Texts.Concat(Lists))}.");
            if (list && member.Value is { Length: > 0 })
                throw new FormatException($"{member.Path} is a text; it must be a list.");
            if (!list && member.GetChildren().Any())
                throw new FormatException($"{member.Path} is not a text.");
            if (list && member.GetChildren().FirstOrDefault(element => element.Value is null) is { } element)
                throw new FormatException($"{element.Path} is not a text.");
        }
    }
}
