using System.Xml.Linq;

namespace Gamezop.Scores.Package.Tests;

/// <summary>Every package of the repository in a feed of its own, and room for throw-away projects that use them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gamezop-scores-package-");

    internal string Feed => Path.Combine(_root.FullName, "feed");

    /// <summary>Where restored packages go: never into the machine's own cache, which would keep this build under a version that changes.</summary>
    internal string Cache => Path.Combine(_root.FullName, "cache");

    public Task InitializeAsync() =>
        DotNet.RunAsync(Repository.Root, "pack", "Gamezop.Scores.sln", "--no-build", "--configuration", Repository.Configuration, "--output", Feed, "--disable-build-servers");

    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal string File(string package, string extension) =>
        Directory.EnumerateFiles(Feed, $"{package}.*.{extension}").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[package.Length + 1]));

    internal string Version(string package) => Path.GetFileNameWithoutExtension(File(package, "nupkg"))[(package.Length + 1)..];

    internal static XElement Metadata(Stream nuspec)
    {
        var root = XElement.Load(nuspec);
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    /// <summary>The project file of an application that references packages, each in the version that was packed, and what else is given.</summary>
    internal string Project(string properties, string otherReferences, params string[] packages) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Concat(packages.Select(package => $"""<PackageReference Include="{package}" Version="[{Version(package)}]" />"""))}
            {otherReferences}
          </ItemGroup>
        </Project>
        """;

    /// <summary>A folder whose restores see the feed and nothing else, or also the sources that the machine is set up with.</summary>
    internal string CreateFolder(string name, bool withMachineSources)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, name)).FullName;
        var machineCache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        System.IO.File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Cache}" /></config>
              <fallbackPackageFolders><clear />{(withMachineSources && Directory.Exists(machineCache) ? $"""<add key="machine" value="{machineCache}" />""" : "")}</fallbackPackageFolders>
              <packageSources>{(withMachineSources ? "" : "<clear />")}<add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """);
        return folder;
    }
}
