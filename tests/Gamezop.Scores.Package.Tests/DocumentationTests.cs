using System.Text;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Package.Tests;

/// <summary>What the README and the documentation show, compiled against the packages, each block by itself.</summary>
[Collection(nameof(PackagesCollection))]
public sealed partial class DocumentationTests(PackedPackages packed)
{
    // What stands around the blocks in an application: what its own code would have there.
    private const string Around =
        """
        global using Gamezop.Scores;
        global using Gamezop.Scores.Competitions;
        global using Gamezop.Scores.Testing;
        global using Microsoft.Extensions.Options;
        global using OpenTelemetry.Metrics;
        global using OpenTelemetry.Trace;

        public interface IWallet { Task AddAsync(string userId, int coins, string idempotencyKey, CancellationToken cancellationToken); }
        public interface IBank { Task PayAsync(string userId, string kind, decimal amount, string idempotencyKey, CancellationToken cancellationToken); }
        public sealed class CoinsForFinishers : ScoreHandler;
        public sealed class Finals : ScoreHandler;
        public sealed class Display { public string Text { get; set; } = ""; }
        public sealed class Wallet : IRewardHandler { public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => default; }
        public sealed class PayOut : ILeaderboardHandler { public ValueTask WindowClosedAsync(ClosedLeaderboardWindow window, CancellationToken cancellationToken) => default; }
        public sealed class MyPlayers : IPlayerDirectory
        {
            public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => throw new NotSupportedException();
        }
        """;

    private const string Parameters =
        "WebApplicationBuilder builder, WebApplication app, IGamezopScoresBuilder scores, IConfigurationSection section, IPlayers players, ILeaderboards boards, Stream stream, " +
        "Display display, string message, string gameUrl, byte[] newKey, byte[] olderKey";

    /// <summary>Blocks for platforms whose packages are not here.</summary>
    private static readonly string[] Elsewhere = ["CoreWebView2", "Java.Lang.Object"];

    [Fact]
    public async Task Every_block_of_CSharp_compiles_without_a_warning()
    {
        var folder = packed.CreateFolder("documentation", withMachineSources: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "Around.cs"), Around);
        var blocks = Blocks().ToList();
        blocks.Should().HaveCountGreaterThan(25);
        foreach (var (name, code) in blocks)
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".cs"), ToFile(name, code));
        await File.WriteAllTextAsync(Path.Combine(folder, "documentation.csproj"), Project());

        await DotNet.RunAsync(folder, "build", "--disable-build-servers");
    }

    private static IEnumerable<(string Name, string Code)> Blocks()
    {
        string[] pages = [Path.Combine(Repository.Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "docs"), "*.md").Order()];
        foreach (var page in pages)
        {
            var number = 0;
            foreach (Match block in Block().Matches(File.ReadAllText(page)))
            {
                var code = block.Groups["code"].Value;
                // A file with its usings is a test of this repository's own.
                if (!code.StartsWith("using ", StringComparison.Ordinal) && !Elsewhere.Any(code.Contains))
                    yield return ($"{Path.GetFileNameWithoutExtension(page).Replace('-', '_')}_{++number}", code);
            }
        }
    }

    /// <summary>Statements go into a method, types into a namespace of their own, and what declares an application's variables may do that.</summary>
    private static string ToFile(string name, string code)
    {
        var types = code.IndexOf("public sealed class", StringComparison.Ordinal) is var at && at >= 0 ? code[at..] : "";
        var statements = at >= 0 ? code[..at] : code;
        if (types.Length > 0 && types.IndexOf("\n}", StringComparison.Ordinal) is var end)
            (types, statements) = (types[..(end + 2)], statements + types[(end + 2)..]);
        var parameters = Declared().Matches(statements).Select(declared => declared.Groups["name"].Value)
            .Aggregate(Parameters, (left, variable) => Regex.Replace(left, $@"[\w<>\[\]]+ {variable}\b(, )?", "").TrimEnd(',', ' '));
        return new StringBuilder()
            .AppendLine($"namespace Docs.{name} {{").AppendLine(types)
            .AppendLine($"internal static class Block {{ public static async Task RunAsync({parameters}) {{ string[] args = []; _ = args; await Task.Yield();")
            .AppendLine(statements).AppendLine("} } }").ToString();
    }

    private string Project()
    {
        var others = File.ReadLines(Path.Combine(Repository.Root, "Directory.Packages.props")).Select(line => Others().Match(line)).Where(line => line.Success)
            .Select(line => $"""<PackageReference Include="{line.Groups["id"].Value}" Version="{line.Groups["version"].Value}" />""");
        return packed.Project("<OutputType>Library</OutputType>", string.Concat(others), "Gamezop.Scores.Competitions", "Gamezop.Scores.Sqlite", "Gamezop.Scores.Testing");
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(var|[A-Z]\w*) (?<name>\w+) =", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declared();

    [GeneratedRegex("""PackageVersion Include="(?<id>OpenTelemetry\.Extensions\.Hosting|Microsoft\.Extensions\.Http\.Resilience)" Version="(?<version>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Others();
}
