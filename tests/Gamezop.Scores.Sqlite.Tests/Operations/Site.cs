using System.Net;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>A publisher's application with SQLite and one board of all time, on a real Kestrel.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Board = "all";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private Site(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>The last answer to a call of Gamezop's, with its reason.</summary>
    public string LastAnswer { get; private set; } = "";

    /// <param name="database">The inbox's file.</param>
    /// <param name="configure">More of the builder.</param>
    /// <param name="sqlite">Settings of the files.</param>
    /// <param name="time">The clock; the machine's unless given.</param>
    /// <param name="options">More of the webhook's settings.</param>
    public static async Task<Site> StartAsync(
        string database, Action<IGamezopScoresBuilder>? configure = null, Action<SqliteScoresOptions>? sqlite = null, TimeProvider? time = null,
        Action<GamezopScoresOptions>? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHealthChecks().AddGamezopScores().AddGamezopCompetitions();
        if (time is not null)
            builder.Services.AddSingleton(time);
        var scores = builder.Services.AddGamezopScores(webhook =>
            {
                webhook.AllowAnonymous = true;
                options?.Invoke(webhook);
            })
            .UseSqlite("Data Source=" + database, sqlite ?? (_ => { }))
            .ConfigureInbox(options =>
            {
                (options.FirstRetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
                // A disk that stalls for seconds, as those of busy machines do, must not make a 503 of a score that is to be taken.
                options.AppendTimeout = TimeSpan.FromMinutes(1);
            })
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = Board, Scoring = LeaderboardScoring.Total }));
        configure?.Invoke(scores);
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.MapGamezopCompetitions("/competitions");
        await app.StartAsync();
        return new Site(app);
    }

    public static ScoreEvent Event(int number, string user = "u1", DateTimeOffset? at = null) => new()
    {
        GameCode = "g",
        SessionId = "s",
        GamePlayId = $"p-{number}",
        SubId = user,
        State = GameState.Over,
        Timestamp = at ?? DateTimeOffset.UtcNow,
        Score = 1,
    };

    public Task<HttpStatusCode> PostAsync(ScoreEvent scoreEvent) => PostAsync(scoreEvent.ToUtf8Json());

    public async Task<HttpStatusCode> PostAsync(byte[] body, string? traceParent = null)
    {
        using var content = new ByteArrayContent(body);
        if (traceParent is not null)
            content.Headers.Add("traceparent", traceParent);
        using var answer = await _client.PostAsync(new Uri("/games/score", UriKind.Relative), content);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            answer.Headers.RetryAfter.Should().NotBeNull();
        LastAnswer = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        return answer.StatusCode;
    }

    /// <summary>Posts an event, and requires that it is taken at once.</summary>
    public async Task SendAsync(ScoreEvent scoreEvent) => (await PostAsync(scoreEvent)).Should().Be(HttpStatusCode.OK, "the answer is {0}", LastAnswer);

    public async Task<HttpStatusCode> GetStatusAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    public async Task<HealthReportEntry> HealthAsync(string check) =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[check];

    /// <summary>Waits until a health check says so.</summary>
    public async Task<string> UntilAsync(string check, HealthStatus status, string text = "")
    {
        HealthReportEntry entry = default;
        await EventuallyAsync(
            async () => (entry = await HealthAsync(check)).Status == status && (entry.Description ?? "").Contains(text, StringComparison.Ordinal),
            () => $"{check} is {entry.Status}: {entry.Description}");
        return entry.Description ?? "";
    }

    /// <summary>Each user's total on the board: how many of the user's plays are counted.</summary>
    public async Task<IReadOnlyDictionary<string, double>> TotalsAsync()
    {
        var boards = Services.GetRequiredService<ILeaderboards>();
        await EventuallyAsync(() => Task.FromResult(boards.IsReady), () => "the boards are not ready");
        return (await boards.GetPageAsync(Board)).Entries.ToDictionary(entry => entry.UserId, entry => entry.Score);
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string>? state = null)
    {
        var deadline = Environment.TickCount64 + 60_000;
        while (!await condition())
        {
            Environment.TickCount64.Should().BeLessThan(deadline, state?.Invoke() ?? "it should be so by now");
            await Task.Delay(50);
        }
    }

    /// <summary>What another program does to a file.</summary>
    public static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
