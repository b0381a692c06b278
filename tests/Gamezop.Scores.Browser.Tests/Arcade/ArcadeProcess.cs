using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The program as somebody starts it who has set up nothing; only the ports are free ones, and the database is where the test says.</summary>
internal sealed partial class ArcadeProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ArcadeProcess(Process process, string welcome)
    {
        _process = process;
        Welcome = welcome;
        Http = new HttpClient { BaseAddress = new Uri(Site().Match(welcome).Groups["url"].Value), Timeout = Limit };
    }

    /// <summary>What it said first.</summary>
    public string Welcome { get; }

    public HttpClient Http { get; }

    /// <summary>Until it ends by itself.</summary>
    /// <returns>What it said is wrong.</returns>
    public static async Task<string> RunAsync(string database, params string[] arguments)
    {
        var start = StartInfo(database, arguments);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var wrong = await process.StandardError.ReadToEndAsync(limit.Token);
        await said;
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.Should().NotBe(0);
        return wrong;
    }

    public static async Task<ArcadeProcess> StartAsync(string database, params string[] arguments)
    {
        var process = Process.Start(StartInfo(database, arguments))!;
        using var limit = new CancellationTokenSource(Limit);
        var said = "";
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said += line + "\n";
            if (!line.Contains("Database:"))
                continue;
            // What comes later is read too: a full pipe would stop the program.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new ArcadeProcess(process, said);
        }

        throw new InvalidOperationException("It ended before it was open: " + said);
    }

    /// <summary>Until the page says it.</summary>
    public async Task WaitForAsync(string path, string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            // 503 while the database is still being read, or another process has it.
            using var answer = await Http.GetAsync(path, limit.Token);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                answer.EnsureSuccessStatusCode();
            if ((await answer.Content.ReadAsStringAsync(limit.Token)).Contains(text))
                return;
            await Task.Delay(200, limit.Token);
        }
    }

    private static ProcessStartInfo StartInfo(string database, string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Arcade.dll"), "--Urls=http://127.0.0.1:0", "--StandIn=http://127.0.0.1:0",
            $"--Database={database}", .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "samples", "Arcade"),
            RedirectStandardOutput = true,
        };

    public void Dispose()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"The Arcade is open:\s+(?<url>http://\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Site();
}
