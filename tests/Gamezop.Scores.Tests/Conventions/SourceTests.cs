using System.Text.RegularExpressions;

namespace Gamezop.Scores.Tests.Conventions;

/// <summary>Rules that are about the files, not about what is compiled from them.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private const int MaxLength = 160;

    private static readonly string Source = Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "src");

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories).Where(file => !Path.GetRelativePath(Source, file).Split('/', '\\').Any(part => part is "obj" or "bin"));

    [Fact]
    public void Source_files_are_found() => Files.Should().HaveCountGreaterThan(30);

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Files.Where(file => File.ReadLines(file).Count() > MaxLines).Should().BeEmpty();

    [Theory]
    [InlineData("Gamezop.Scores")]
    [InlineData("Gamezop.Scores.Sqlite")]
    public void No_line_is_longer_than_160_characters(string project) =>
        Files.Where(file => Path.GetRelativePath(Source, file).StartsWith(project + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Place: $"{Path.GetRelativePath(Source, file)}:{index + 1}", line.Length)))
            .Where(line => line.Length > MaxLength)
            .Select(line => line.Place)
            .Should().BeEmpty();

    [Fact]
    public void A_file_holds_one_public_type_and_has_its_name() =>
        Files.Select(file => (Name: Path.GetFileNameWithoutExtension(file), Types: PublicType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).ToList()))
            // The rows of a storage interface share a file.
            .Where(file => !file.Name.EndsWith("Rows", StringComparison.Ordinal))
            .Where(file => file.Types.Count > 1 || (file.Types is [var only] && only != file.Name.Split('.')[0]))
            .Should().BeEmpty();

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly) )*(?:class|record struct|record|struct|interface|enum|delegate \S+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();

    private static string Root(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gamezop.Scores.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
