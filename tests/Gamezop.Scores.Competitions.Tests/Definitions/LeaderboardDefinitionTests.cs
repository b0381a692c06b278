using System.Text;
using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions.Tests.Definitions;

public sealed class LeaderboardDefinitionTests
{
    public static TheoryData<LeaderboardDefinition, string> Broken => new()
    {
        { new() { Id = "" }, "Leaderboard '': Id is missing." },
        { new() { Id = ".." }, "Leaderboard '..': Id must not be . or .., which vanish from URL paths." },
        { new() { Id = "a/b" }, "Leaderboard 'a/b': Id must not hold any of / \\ ? # % ,." },
        { new() { Id = "a,b" }, "Leaderboard 'a,b': Id must not hold any of / \\ ? # % ,." },
        { new() { Id = " a" }, "Leaderboard ' a': Id begins or ends with white space." },
        { new() { Id = "a\u0001b" }, "Leaderboard 'a\u0001b': Id holds a control character or a lone surrogate." },
        { new() { Id = "a\uD800b" }, "Leaderboard 'a\uD800b': Id holds a control character or a lone surrogate." },
        { new() { Id = "\uFFFDa\uD800" }, "Leaderboard '\uFFFDa\uD800': Id holds a control character or a lone surrogate." },
        { new() { Id = new string('a', 101) }, $"Leaderboard '{new string('a', 101)}': Id is longer than 100 characters." },
        { new() { Id = "b", Games = null! }, "Leaderboard 'b': Games is null; leave it empty to match everything." },
        { new() { Id = "b", GamezopLeaderboards = ["x", ""] }, "Leaderboard 'b': GamezopLeaderboards has an empty element." },
        { new() { Id = "b", Sources = ["web", " "] }, "Leaderboard 'b': Sources has an empty element." },
        { new() { Id = "b", Sources = null! }, "Leaderboard 'b': Sources is null; leave it empty to match everything." },
        { new() { Id = "b", Scoring = (LeaderboardScoring)9 }, "Leaderboard 'b': Scoring is 9, which is not one of Best, Latest, Total." },
        { new() { Id = "b", Window = null! }, "Leaderboard 'b': Window is null." },
        { new() { Id = "b", Window = LeaderboardWindow.Cron("0 0 31 2 *") }, "Leaderboard 'b': Window is 'Cron 0 0 31 2 *', which is never due." },
        { new() { Id = "b", TimeZone = null! }, "Leaderboard 'b': TimeZone is null." },
        { new() { Id = "b", TimeZone = TimeZoneInfo.CreateCustomTimeZone("Office", TimeSpan.FromHours(5.5), null, null) }, "Leaderboard 'b': TimeZone is 'Office', which this system does not know by that id." },
        { new() { Id = "b", Grace = TimeSpan.FromSeconds(-1) }, "Leaderboard 'b': Grace is -00:00:01; it must be from 0 to 30 days, as long as events are kept." },
        { new() { Id = "b", ClosedWindowsKept = -1 }, "Leaderboard 'b': ClosedWindowsKept is -1; it must be at least 0, where 0 keeps all." },
        {
            new() { Id = "b", Counts = LeaderboardCounts.Live, Order = LeaderboardOrder.Ascending },
            "Leaderboard 'b': Counts is Live while Order is Ascending; scores during play would win a board on which lower ones may be better."
        },
        {
            new() { Id = "b", Games = ["g"], Counts = LeaderboardCounts.Live, Order = LeaderboardOrder.FromGamezop },
            "Leaderboard 'b': Counts is Live while Order is FromGamezop; scores during play would win a board on which lower ones may be better."
        },
        { new() { Id = "b", Order = LeaderboardOrder.FromGamezop }, "Leaderboard 'b': Order is FromGamezop while Games is empty; the metadata is asked for by game." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_named_with_board_and_member(LeaderboardDefinition definition, string message) =>
        FluentActions.Invoking(() => LeaderboardValidation.Validate(definition)).Should().Throw<LeaderboardDefinitionException>().WithMessage(message);

    [Fact]
    public void The_least_definition_is_an_id()
    {
        var definition = new LeaderboardDefinition { Id = "b" };
        LeaderboardValidation.Validate(definition);
        definition.Should().BeEquivalentTo(new
        {
            Scoring = LeaderboardScoring.Best,
            Order = LeaderboardOrder.Descending,
            Counts = LeaderboardCounts.Finals,
            Window = LeaderboardWindow.AllTime,
            TimeZone = TimeZoneInfo.Utc,
            Grace = TimeSpan.FromHours(1),
            ClosedWindowsKept = 60,
            PartitionBy = LeaderboardPartition.None,
            Ranking = LeaderboardRanking.Ordinal,
        });
    }

    [Fact]
    public void A_copy_does_not_follow_the_lists_it_was_made_from()
    {
        var games = new List<string> { "g" };
        LeaderboardDefinition copy = new LeaderboardDefinition { Id = "b", Games = games, Sources = games }.Copy();
        games.Add("h");
        copy.Games.Should().Equal("g");
        copy.Sources.Should().Equal("g");
        FluentActions.Invoking(() => ((IList<string>)copy.Games)[0] = "x").Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void Every_member_can_be_configured()
    {
        LeaderboardDefinition read = Read("""
            [{"Id":"b","Games":["g","h"],"GamezopLeaderboards":["l"],"Sources":["web","app"],"Scoring":"Total","Order":"ascending","Counts":"Finals","Window":"Cron 0 12 * * *",
              "TimeZone":"Europe/Berlin","Grace":"00:10:00","ClosedWindowsKept":"3","PartitionBy":"Country","Ranking":"Dense"}]
            """).Should().ContainSingle().Subject;
        read.Should().BeEquivalentTo(new LeaderboardDefinition
        {
            Id = "b",
            Games = ["g", "h"],
            GamezopLeaderboards = ["l"],
            Sources = ["web", "app"],
            Scoring = LeaderboardScoring.Total,
            Order = LeaderboardOrder.Ascending,
            Window = LeaderboardWindow.Cron("0 12 * * *"),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Grace = TimeSpan.FromMinutes(10),
            ClosedWindowsKept = 3,
            PartitionBy = LeaderboardPartition.Country,
            Ranking = LeaderboardRanking.Dense,
        });
        LeaderboardSettingsMap.ToDefinition(LeaderboardSettingsMap.ToSettings(read), "kept").Should().BeEquivalentTo(read);
    }

    [Theory]
    [InlineData("""[{"Id":"b","Colour":"red"}]""", "Gamezop:Leaderboards:0:Colour is not a setting of a leaderboard.*")]
    [InlineData("""[{"Id":"a"},{"Id":"b","Scoring":"Sum"}]""", "Gamezop:Leaderboards:1:Scoring is 'Sum': it must be one of Best, Latest, Total.")]
    [InlineData("""[{"Id":"b","Scoring":"2"}]""", "Gamezop:Leaderboards:0:Scoring is '2': *")]
    [InlineData("""[{"Id":"b","Window":"Yearly"}]""", "Gamezop:Leaderboards:0:Window is 'Yearly': *")]
    [InlineData("""[{"Id":"b","TimeZone":"Mars/Olympus"}]""", "Gamezop:Leaderboards:0:TimeZone is 'Mars/Olympus': *")]
    [InlineData("""[{"Id":"b","Grace":"soon"}]""", "Gamezop:Leaderboards:0:Grace is 'soon': *")]
    [InlineData("""[{"Id":"b","ClosedWindowsKept":"many"}]""", "Gamezop:Leaderboards:0:ClosedWindowsKept is 'many': it must be a whole number like 100.")]
    [InlineData("""[{"Id":"b","Games":"g"}]""", "Gamezop:Leaderboards:0:Games is a text; it must be a list.")]
    [InlineData("""[{"Id":"b","Games":[{"x":"g"}]}]""", "Gamezop:Leaderboards:0:Games:0 is not a text.")]
    [InlineData("""[{"Id":{"x":"b"}}]""", "Gamezop:Leaderboards:0:Id is not a text.")]
    [InlineData("""["b"]""", "Gamezop:Leaderboards:0 is a text; a leaderboard is an object.")]
    [InlineData("\"b\"", "Gamezop:Leaderboards is a text; it must be a list of leaderboards.")]
    [InlineData("""[{"Id":"b"},{"Window":"Daily"}]""", "Gamezop:Leaderboards:1:Id is missing.")]
    public void What_cannot_be_read_is_named_by_its_path(string json, string message) =>
        FluentActions.Invoking(() => Read(json)).Should().Throw<FormatException>().WithMessage(message);

    private static IReadOnlyList<LeaderboardDefinition> Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$$"""{"Gamezop":{"Leaderboards":{{{json}}} } }"""));
        return LeaderboardConfiguration.Read(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Gamezop:Leaderboards"));
    }
}
