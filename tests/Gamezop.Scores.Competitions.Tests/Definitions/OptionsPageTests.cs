using System.Reflection;

namespace Gamezop.Scores.Competitions.Tests.Definitions;

/// <summary>The page that promises every option has every option.</summary>
public sealed class OptionsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "src", "docs", "options.md"));

    public static TheoryData<string, string> Settings
    {
        get
        {
            var settings = new TheoryData<string, string>();
            foreach (Type type in new[] { typeof(ScoreEvent), typeof(LeaderboardDefinition), typeof(SqliteScoresOptions) }.SelectMany(type => type.Assembly.GetExportedTypes()))
                if (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Definition", StringComparison.Ordinal) || type == typeof(Prize) || type == typeof(PlausibilityRules))
                    foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic == true))
                        settings.Add(type.Name, property.Name);
            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_on_the_page(string type, string setting) =>
        SectionOf(type).Should().MatchRegex($@"`([A-Za-z]+\.)?{setting}`", $"it is a member of {type}");

    // What a section of the page is about; an option of another section does not count.
    private static string SectionOf(string type)
    {
        string heading = type switch
        {
            "GamezopScoresOptions" or "GamezopSourceOptions" => "## `Gamezop`",
            "ScoreInboxOptions" => "## `Gamezop:Inbox`",
            "SqliteScoresOptions" => "## `Gamezop:Sqlite`",
            "GamezopApiOptions" => "## `Gamezop:Api`",
            "LeaderboardDefinition" => "## `Gamezop:Leaderboards`",
            "TournamentDefinition" or "Prize" => "## `Gamezop:Tournaments`",
            "TargetDefinition" => "## `Gamezop:Targets`",
            "PlausibilityRules" => "## `Gamezop:Plausibility`",
            "RewardsOptions" => "## `Gamezop:Rewards`",
            _ => "## In code only",
        };
        int start = Page.IndexOf(heading + "\n", StringComparison.Ordinal);
        start.Should().BeGreaterThan(0, $"the page has a section for {type}");
        int end = Page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return Page[start..(end < 0 ? Page.Length : end)];
    }

    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Gamezop.Scores.sln")) ? folder.FullName : Root(folder.Parent!);
}
