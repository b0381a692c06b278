using System.Diagnostics;
using System.Net;
using System.Text;

namespace Gamezop.Scores.Package.Tests;

/// <summary>A publisher's application as a process of its own.</summary>
internal sealed class PublisherApp : IDisposable
{
    public const string Key = "the-key-of-the-publisher";

    public const string Program =
        """
        using Gamezop.Scores;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop")).AddHandler<PrintScores>();
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.Run();

        internal sealed class PrintScores : IScoreHandler
        {
            public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
            {
                Console.WriteLine($"handled {context.Event.State} {context.Event.Score} of {context.UserId} as {context.EventId}");
                return ValueTask.CompletedTask;
            }
        }
        """;

    /// <summary>The same with a store and a leaderboard.</summary>
    public static string DurableProgram { get; } = Program
        .Replace(
            ".AddHandler<PrintScores>();",
            """
            .AddHandler<PrintScores>().UseSqlite("Data Source=scores.db")
                .AddLeaderboards(boards => boards.Add(new Gamezop.Scores.Competitions.LeaderboardDefinition { Id = "knives", Games = ["NyM_JGWcx"] }));
            builder.Services.AddHealthChecks().AddGamezopScores().AddGamezopCompetitions();
            """,
            StringComparison.Ordinal)
        .Replace("app.Run();", "app.MapGamezopCompetitions(\"/competitions\");\napp.MapHealthChecks(\"/health\");\napp.Run();", StringComparison.Ordinal);

    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _client;

    private PublisherApp(Process process, Uri address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = address };
    }

    public static async Task<PublisherApp> StartAsync(string folder, string file, params string[] arguments)
    {
        var start = DotNet.Start(file, folder, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        start.Environment["Gamezop__ApiKeys__0"] = Key;
        var process = Process.Start(start)!;
        var line = await ReadAsync(process, text => text.Contains(Listening, StringComparison.Ordinal));
        return new PublisherApp(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/games/score") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("api-key", key);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<string> HandledAsync() => ReadAsync(_process, line => line.StartsWith("handled ", StringComparison.Ordinal));

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task<string> ReadAsync(Process process, Func<string, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Limit);
        var seen = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (isIt(line))
                return line;
            seen.AppendLine(line);
        }

        throw new InvalidOperationException($"The application ended:\n{seen}{await process.StandardError.ReadToEndAsync(limit.Token)}");
    }
}
