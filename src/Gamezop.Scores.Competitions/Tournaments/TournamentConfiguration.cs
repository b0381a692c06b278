using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the tournaments of a configuration section.</summary>
internal static class TournamentConfiguration
{
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase) { "Games", "GamezopLeaderboards", "Sources", "Countries" };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "Id", "Name", "Order", "Ranking", "TimeZone", "Grace", "StartsAt", "Duration", "Cron", "Until", "Scoring", "JoinRequired", "MaxPlayers", "MaxAttempts", "PrizeTies", "Budget", "MustClaim",
        "ClaimWithin",
    };

    private static readonly HashSet<string> PrizeTexts = new(StringComparer.OrdinalIgnoreCase) { "FromRank", "ToRank", "TopPercent", "MinScore" };
    private static readonly HashSet<string> RewardTexts = new(StringComparer.OrdinalIgnoreCase) { "Kind", "Amount", "Data" };

    /// <exception cref="FormatException">A key is unknown or a value cannot be read; the message names the path.</exception>
    public static IReadOnlyList<TournamentDefinition> Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; it must be a list of tournaments.");
        var definitions = new List<TournamentDefinition>();
        foreach (IConfigurationSection tournament in section.GetChildren())
        {
            CheckObject(tournament, "a tournament", Texts, ["Games", "GamezopLeaderboards", "Sources", "Countries", "Prizes"]);
            foreach (IConfigurationSection member in tournament.GetChildren().Where(member => Lists.Contains(member.Key)))
                CheckList(member);
            foreach (IConfigurationSection prize in tournament.GetSection("Prizes").GetChildren())
            {
                CheckObject(prize, "a prize", PrizeTexts, ["Reward"]);
                CheckObject(prize.GetSection("Reward"), "a reward", RewardTexts, []);
            }

            var settings = new TournamentSettings();
            tournament.Bind(settings);
            definitions.Add(TournamentSettingsMap.ToDefinition(settings, tournament.Path));
            SettingText.CheckId(settings.Id, tournament.Path);
        }

        return definitions;
    }

    private static void CheckObject(IConfigurationSection section, string what, HashSet<string> texts, string[] others)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; {what} is an object.");
        foreach (IConfigurationSection member in section.GetChildren())
        {
            bool other = others.Contains(member.Key, StringComparer.OrdinalIgnoreCase);
            if (!other && !texts.Contains(member.Key))
                throw new FormatException($"{member.Path} is not a setting of {what}. There are {string.Join(", ", texts.Concat(others))}.");
            if (other && member.Value is { Length: > 0 })
                throw new FormatException($"{member.Path} is a text; it must not be.");
            if (!other && member.GetChildren().Any())
                throw new FormatException($"{member.Path} is not a text.");
        }
    }

    private static void CheckList(IConfigurationSection list)
    {
        if (list.GetChildren().FirstOrDefault(element => element.Value is null) is { } element)
            throw new FormatException($"{element.Path} is not a text.");
    }
}
