using System.IO.Compression;
using System.Xml.Linq;

namespace Gamezop.Scores.Package.Tests;

[Collection(nameof(PackagesCollection))]
public sealed class ContentTests(PackedPackages packed)
{
    // What a package may depend on, so that nothing slips in by a reference that was meant for the build alone.
    private static readonly Dictionary<string, string[]> Dependencies = new()
    {
        ["Gamezop.Scores"] = [],
        ["Gamezop.Scores.Competitions"] = ["Cronos", "Gamezop.Scores"],
        // Cronos stands there because central transitive pinning writes the pinned versions of indirect packages too.
        ["Gamezop.Scores.Sqlite"] = ["Cronos", "Gamezop.Scores", "Gamezop.Scores.Competitions", "Microsoft.Data.Sqlite"],
        ["Gamezop.Scores.Testing"] = ["Gamezop.Scores", "HdrHistogram"],
    };

    // The browser module, and what the SDK writes so that applications serve it.
    private static readonly string[] BrowserFiles =
    [
        "staticwebassets/broadcasts.js",
        "staticwebassets/event-parser.js",
        "staticwebassets/gamezop-scores.js",
        "staticwebassets/gamezop-scores.d.ts",
        "staticwebassets/leaderboards.js",
        "staticwebassets/shared.js",
        "build/Gamezop.Scores.props",
        "build/Microsoft.AspNetCore.StaticWebAssets.props",
        "build/Microsoft.AspNetCore.StaticWebAssetEndpoints.props",
        "buildMultiTargeting/Gamezop.Scores.props",
        "buildTransitive/Gamezop.Scores.props",
    ];

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_holds_the_assembly_its_documentation_and_nothing_stray(string package)
    {
        using var archive = ZipFile.OpenRead(packed.File(package, "nupkg"));

        Files(archive).Should().BeEquivalentTo(
            ["README.md", "icon.png", $"{package}.nuspec", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", .. package == "Gamezop.Scores" ? BrowserFiles : []]);
        archive.GetEntry("README.md")!.Length.Should().BeGreaterThan(100);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_are_packed_beside_it(string package)
    {
        using var archive = ZipFile.OpenRead(packed.File(package, "snupkg"));

        Files(archive).Should().BeEquivalentTo($"{package}.nuspec", $"lib/net10.0/{package}.pdb");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_says_what_it_is(string package)
    {
        var metadata = ReadMetadata(package);

        string Value(string name) => metadata.Element(metadata.Name.Namespace + name)?.Value ?? "";
        Value("license").Should().Be("MIT");
        Value("readme").Should().Be("README.md");
        Value("icon").Should().Be("icon.png");
        Value("description").Should().NotBeEmpty().And.NotBe("Package Description");
        Value("tags").Should().Contain("gamezop");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_depends_on_what_the_design_says(string package)
    {
        var metadata = ReadMetadata(package);

        Dependencies.Should().ContainKey(package, "a new package's dependencies are written down here");
        Ids(metadata, "dependency", "id").Should().BeSubsetOf(Dependencies[package]);
        Ids(metadata, "frameworkReference", "name").Should().Equal("Microsoft.AspNetCore.App");
    }

    private static IEnumerable<string> Ids(XElement metadata, string element, string attribute) =>
        metadata.Descendants(metadata.Name.Namespace + element).Select(found => found.Attribute(attribute)!.Value);

    /// <summary>Without the parts that every file of this format has.</summary>
    private static IEnumerable<string> Files(ZipArchive archive) =>
        archive.Entries.Select(entry => entry.FullName).Where(name => name is not "[Content_Types].xml" and not "_rels/.rels" && !name.StartsWith("package/services/", StringComparison.Ordinal));

    private XElement ReadMetadata(string package)
    {
        using var archive = ZipFile.OpenRead(packed.File(package, "nupkg"));
        using var nuspec = archive.GetEntry($"{package}.nuspec")!.Open();
        return PackedPackages.Metadata(nuspec);
    }
}
