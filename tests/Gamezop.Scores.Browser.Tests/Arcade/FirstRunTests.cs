using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The program as somebody starts it who has set up nothing; only the ports are free ones, and the database is in a folder of the test's.</summary>
public sealed partial class FirstRunTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-arcade-");
    private Process? _arcade;

    public void Dispose()
    {
        _arcade?.Kill(entireProcessTree: true);
        _arcade?.WaitForExit();
        _arcade?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_says_where_to_look_and_there_are_games_and_players()
    {
        var site = await StartAsync("--Urls=http://127.0.0.1:0", "--StandIn=http://127.0.0.1:0", $"--Database={Path.Combine(_folder.FullName, "scores.db")}");
        using var http = new HttpClient { BaseAddress = site };

        (await http.GetStringAsync("/")).Should().Contain("Tile Rush").And.Contain("/play/NyM_JGWcx");
        (await http.GetStringAsync("/health")).Should().Be("Healthy");
        (await http.GetStringAsync("/_content/Gamezop.Scores/gamezop-scores.js")).Should().Contain("listenToGame");
        (await http.GetStringAsync("/openapi/v1.json")).Should().Contain("/competitions/leaderboards/{id}");
        using var limit = new CancellationTokenSource(Limit);
        while (!(await http.GetStringAsync("/competitions/leaderboards/day", limit.Token)).Contains("\"name\":\"Asha\""))
            await Task.Delay(200, limit.Token);
    }

    private async Task<Uri> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Arcade.dll"), .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "samples", "Arcade"),
            RedirectStandardOutput = true,
        };
        _arcade = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        while (await _arcade.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (Open().Match(line) is { Success: true } found)
            {
                // What comes later is read too: a full pipe would stop the program.
                _ = _arcade.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(found.Groups["url"].Value);
            }

        throw new InvalidOperationException("It ended before it was open.");
    }

    [GeneratedRegex(@"The Arcade is open:\s+(?<url>http://\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Open();
}
