using System.Net;

namespace Gamezop.Scores.Package.Tests;

/// <summary>The browser module as applications serve it that have nothing but a reference to the package, or to a package that needs it.</summary>
[Collection(nameof(PackagesCollection))]
public sealed class BrowserModuleTests(PackedPackages packed)
{
    private const string Program =
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        if (args.Contains("files"))
            app.UseStaticFiles();
        else
            app.MapStaticAssets();
        app.Run();
        """;

    [Fact]
    public async Task It_is_served_in_development_and_published_by_both_ways_of_serving_files()
    {
        var folder = CreateProject();
        await DotNet.RunAsync(folder, "build", "--configuration", "Debug", "--output", "out", "--disable-build-servers");
        await IsServedAsync(folder, "out/assets.dll", "assets", "--environment", "Development");
        await IsServedAsync(folder, "out/assets.dll", "files", "--environment", "Development");

        await DotNet.RunAsync(folder, "publish", "--configuration", "Release", "--output", "published", "--disable-build-servers");
        var published = Path.Combine(folder, "published");
        await IsServedAsync(published, "assets.dll", "assets");
        await IsServedAsync(published, "assets.dll", "files");
    }

    private static async Task IsServedAsync(string folder, string file, params string[] arguments)
    {
        using var app = await PublisherApp.StartAsync(folder, "dotnet", [file, .. arguments]);

        foreach (var source in Directory.GetFiles(Path.Combine(Repository.Root, "src", "Gamezop.Scores", "wwwroot"), "*.js"))
        {
            using var module = await app.GetAsync("/_content/Gamezop.Scores/" + Path.GetFileName(source));
            module.StatusCode.Should().Be(HttpStatusCode.OK);
            module.Content.Headers.ContentType!.MediaType.Should().Be("text/javascript");
            (await module.Content.ReadAsStringAsync()).Should().Be(await File.ReadAllTextAsync(source));
        }
    }

    private string CreateProject()
    {
        var folder = packed.CreateFolder("assets", withMachineSources: true);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(folder, "assets.csproj"), packed.Project("", "", "Gamezop.Scores.Competitions"));
        return folder;
    }
}
