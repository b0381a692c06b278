using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Testing.Tests;

public sealed class DocumentationTests
{
    [Theory]
    [InlineData("YourIntegrationTests.cs", "testing-your-integration.md")]
    [InlineData("YourGamePageTests.cs", "testing-your-integration.md")]
    [InlineData("YourGameDisplayTests.cs", "broadcasts-in-csharp.md")]
    public void The_code_in_the_documentation_is_a_test_of_these(string file, string document)
    {
        var root = Root(new DirectoryInfo(AppContext.BaseDirectory));
        var page = File.ReadAllText(Path.Combine(root, "src", "docs", document));

        page.Should().Contain("```csharp\n" + File.ReadAllText(Path.Combine(root, "tests", "Gamezop.Scores.Testing.Tests", file)).Trim() + "\n```\n");
    }

    [Theory]
    [InlineData(typeof(GamezopScoresOptions))]
    [InlineData(typeof(ScoreInboxOptions))]
    [InlineData(typeof(SqliteScoresOptions))]
    [InlineData(typeof(GamezopApiOptions))]
    [InlineData(typeof(RewardsOptions))]
    [InlineData(typeof(LeaderboardsOptions))]
    [InlineData(typeof(GamezopCompetitionsOptions))]
    [InlineData(typeof(LeaderboardDefinition))]
    [InlineData(typeof(TournamentDefinition))]
    [InlineData(typeof(TargetDefinition))]
    [InlineData(typeof(Prize))]
    [InlineData(typeof(Reward))]
    public void Every_option_is_on_the_page_of_every_option(Type options)
    {
        var page = File.ReadAllText(Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "src", "docs", "options.md"));

        options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Should().NotBeEmpty().And.OnlyContain(name => page.Contains($"`{name}`"));
    }

    [Fact]
    public void Every_type_of_options_is_looked_at()
    {
        Type[] packages = [typeof(GamezopScoresOptions), typeof(SqliteScoresOptions), typeof(RewardsOptions)];
        var looked = typeof(DocumentationTests).GetMethod(nameof(Every_option_is_on_the_page_of_every_option))!.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value);

        packages.SelectMany(package => package.Assembly.GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetProperties().Any(property => property.CanWrite))
            .Should().BeSubsetOf(looked.Cast<Type>());
    }

    // Not by the compiler's paths: a deterministic build has none.
    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Gamezop.Scores.sln")) ? folder.FullName : Root(folder.Parent!);
}
