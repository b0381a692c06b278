using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Gamezop.Scores.Package.Tests;

/// <summary>Throw-away projects that reference the packed package, as a publisher's does.</summary>
[Collection(nameof(PackagesCollection))]
public sealed class PublisherTests(PackedPackages packed)
{
    private const string Payload =
        """{"gameCode":"NyM_JGWcx","sessionId":"s-1","gamePlayId":"p-1","timestamp":1763900000123,"score":42,"leaderboardId":"NyM_JGWcx_default","subId":"123-554-111","country":"IN","duration":61500,"state":"over"}""";

    [Fact]
    public async Task Five_lines_compile_without_a_warning_and_receive_a_score()
    {
        var folder = CreateProject("web", withMachineSources: false, "<AnalysisMode>Recommended</AnalysisMode>", PublisherApp.Program, "Gamezop.Scores");
        await DotNet.RunAsync(folder, "build", "--configuration", "Release", "--output", "out", "--disable-build-servers");

        using var app = await PublisherApp.StartAsync(folder, "dotnet", "out/web.dll");
        await ReceivesScoresAsync(app);
    }

    [Fact]
    public async Task It_runs_compiled_ahead_of_time_with_sqlite_without_a_trim_or_aot_warning()
    {
        var folder = CreateProject("native", withMachineSources: true, "<PublishAot>true</PublishAot><TrimmerSingleWarn>false</TrimmerSingleWarn>", PublisherApp.DurableProgram, "Gamezop.Scores.Sqlite");
        await DotNet.RunAsync(folder, "publish", "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", "out", "--disable-build-servers");

        File.Exists(Path.Combine(folder, "out", "native.dll")).Should().BeFalse("the application should be native code");
        File.Exists(Path.Combine(folder, "out", "wwwroot", "_content", "Gamezop.Scores", "gamezop-scores.js")).Should().BeTrue();
        using var app = await PublisherApp.StartAsync(folder, Path.Combine(folder, "out", "native"));
        await ReceivesScoresAsync(app);
        File.Exists(Path.Combine(folder, "scores.db")).Should().BeTrue("the score should have come by way of the store");
        await RanksScoresAsync(app);
    }

    private static async Task RanksScoresAsync(PublisherApp app)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        (await app.PostAsync($$"""{"gameCode":"NyM_JGWcx","sessionId":"s","gamePlayId":"p","timestamp":{{now}},"score":7,"subId":"ranked","state":"over"}""", PublisherApp.Key)).Status.Should().Be(HttpStatusCode.OK);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string page;
        do
        {
            using var answer = await app.GetAsync("/competitions/leaderboards/knives");
            page = await answer.Content.ReadAsStringAsync(patience.Token);
            await Task.Delay(50, patience.Token);
        }
        while (!page.Contains("\"total\":1", StringComparison.Ordinal));
        page.Should().Contain("\"rank\":1,\"userId\":\"ranked\",\"score\":7");
        using var unknown = await app.GetAsync("/competitions/leaderboards/spoons");
        (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()).Should().Match<(HttpStatusCode Status, string Body)>(answer => answer.Status == HttpStatusCode.NotFound && answer.Body.Contains("spoons"));
        using var health = await app.GetAsync("/health");
        health.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task ReceivesScoresAsync(PublisherApp app)
    {
        (await app.PostAsync(Payload, PublisherApp.Key)).Should().Be((HttpStatusCode.OK, ""));
        (await app.HandledAsync()).Should().StartWith("handled Over 42 of 123-554-111 as ");

        (await app.PostAsync(Payload, "another-key")).Status.Should().Be(HttpStatusCode.Unauthorized);

        var (status, problem) = await app.PostAsync("""{"gameCode":""}""", PublisherApp.Key);
        status.Should().Be(HttpStatusCode.BadRequest);
        problem.Should().Contain("\"member\":\"gameCode\"");
    }

    private string CreateProject(string name, bool withMachineSources, string properties, string program, string package)
    {
        var folder = packed.CreateFolder(name, withMachineSources);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), packed.Project(properties, "", package));
        return folder;
    }
}
