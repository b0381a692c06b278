using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

public sealed class PlausibilityRulesTests
{
    public static TheoryData<PlausibilityRules, string> Broken => new()
    {
        { new() { Games = null! }, "Plausibility of all games: Games is null; leave it empty for all games." },
        { new() { Games = ["g", " "] }, "Plausibility of g,  : Games has an empty element." },
        { new() { Games = ["g", "g"] }, "Plausibility of g, g: Games has a game twice." },
        { new() { MaxScorePerSecond = 0 }, "Plausibility of all games: MaxScorePerSecond is 0; it must be a number of more than 0." },
        { new() { MaxScore = double.NaN }, "Plausibility of all games: MaxScore is NaN; it must be a number." },
        { new() { MinScore = 2, MaxScore = 1 }, "Plausibility of all games: MinScore is 2, which is more than MaxScore." },
        { new() { MinDuration = TimeSpan.Zero }, "Plausibility of all games: MinDuration is 00:00:00; it must be more than 0." },
        { new() { MinDuration = TimeSpan.FromSeconds(2), MaxDuration = TimeSpan.FromSeconds(1) }, "Plausibility of all games: MinDuration is 00:00:02, which is more than MaxDuration." },
        { new() { ClockTolerance = TimeSpan.FromSeconds(-1) }, "Plausibility of all games: ClockTolerance is -00:00:01; it must be at least 0." },
        { new() { Games = ["g"], Outcome = PlausibilityOutcome.Accept }, "Plausibility of g: Outcome is Accept; it must be Quarantine or Mark." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Rules_that_contradict_themselves_are_refused(PlausibilityRules rules, string message) =>
        FluentActions.Invoking(() => new PlausibilityOptions().Add(rules)).Should().Throw<PlausibilityRulesException>().WithMessage(message);

    [Fact]
    public void Rules_are_frozen_when_they_are_added()
    {
        List<string> games = ["g"];
        var options = new PlausibilityOptions();
        options.Add(new PlausibilityRules { Games = games, MaxScore = 1 });
        games.Add("h");
        options.Rules[0].Games.Should().Equal("g");
    }

    [Fact]
    public void Every_member_can_be_configured()
    {
        IReadOnlyList<PlausibilityRules> rules = Read(
            ("0:Games:0", "NyM_JGWcx"), ("0:MaxScorePerSecond", "12.5"), ("0:MaxScore", "5000"), ("0:MinScore", "-1"), ("0:MinDuration", "00:00:03"), ("0:MaxDuration", "01:00:00"),
            ("0:ClockTolerance", "00:00:10"), ("0:StateOrder", "true"), ("0:OneUserPerPlay", "True"), ("0:OneCountryPerSession", "true"), ("0:Outcome", "mark"), ("1:MaxScore", "9"));
        rules.Should().BeEquivalentTo(
        [
            new PlausibilityRules
            {
                Games = ["NyM_JGWcx"],
                MaxScorePerSecond = 12.5,
                MaxScore = 5000,
                MinScore = -1,
                MinDuration = TimeSpan.FromSeconds(3),
                MaxDuration = TimeSpan.FromHours(1),
                ClockTolerance = TimeSpan.FromSeconds(10),
                StateOrder = true,
                OneUserPerPlay = true,
                OneCountryPerSession = true,
                Outcome = PlausibilityOutcome.Mark,
            },
            new PlausibilityRules { MaxScore = 9 },
        ]);
    }

    [Theory]
    [InlineData("0:Color", "red", "Plausibility:0:Color is not a setting of plausibility. There are Games, *")]
    [InlineData("0:MaxScore", "many", "Plausibility:0:MaxScore is 'many': it must be a number like 12.5.")]
    [InlineData("0:MaxScore:0", "1", "Plausibility:0:MaxScore is not a text.")]
    [InlineData("0:Outcome", "Ignore", "Plausibility:0:Outcome is 'Ignore': it must be Quarantine or Mark.")]
    [InlineData("0:Outcome", "Accept", "Plausibility:0:Outcome is 'Accept': it must be Quarantine or Mark.")]
    [InlineData("0:Games", "NyM_JGWcx", "Plausibility:0:Games is a text; it must be a list.")]
    [InlineData("0", "MaxScore", "Plausibility:0 is a text; rules are an object.")]
    [InlineData("", "on", "Plausibility is a text; it must be a list of rules.")]
    public void What_cannot_be_read_is_an_error_that_names_the_path(string key, string value, string message) =>
        FluentActions.Invoking(() => Read((key, value))).Should().Throw<FormatException>().WithMessage(message);

    private static IReadOnlyList<PlausibilityRules> Read(params (string Key, string Value)[] settings) => PlausibilityConfiguration.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Plausibility:{setting.Key}".TrimEnd(':'), (string?)setting.Value))).Build().GetSection("Plausibility"));
}
