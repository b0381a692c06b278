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

    // Not by the compiler's paths: a deterministic build has none.
    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Gamezop.Scores.sln")) ? folder.FullName : Root(folder.Parent!);
}
