using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>A publisher's application with UseSqlite, over HTTP.</summary>
public sealed class UseSqliteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_was_answered_200_is_handled_after_a_restart()
    {
        await using (var app = await StartAsync(scores => scores.AddHandler("h", (_, _) => throw new InvalidOperationException("Not today."))))
            for (var i = 0; i < 20; i++)
                (await PostAsync(app, i)).StatusCode.Should().Be(HttpStatusCode.OK);

        var handled = new ConcurrentDictionary<double, int>();
        await using var again = await StartAsync(scores => scores.AddHandler("h", (context, _) =>
        {
            handled.AddOrUpdate(context.Event.Score, 1, (_, count) => count + 1);
            return default;
        }));
        (await PostAsync(again, 5)).StatusCode.Should().Be(HttpStatusCode.OK, "a repeat is answered as the first time");

        await EventuallyAsync(() => Task.FromResult(handled.Count == 20));
        await EventuallyAsync(async () => (await Log(again).GetStatisticsAsync(default)).Consumers.Sum(consumer => consumer.Waiting) == 0);
        handled.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task A_handler_that_is_gone_is_reported_and_can_be_renamed_to_one_that_is_there()
    {
        // The second attempt shows that the first one's failure is in the file.
        var failed = new TaskCompletionSource();
        await using (var app = await StartAsync(scores => scores.AddHandler("old name", (context, _) =>
        {
            if (context.Attempt == 2)
                failed.TrySetResult();
            throw new InvalidOperationException();
        })))
        {
            await PostAsync(app, 1);
            await failed.Task;
        }

        var handled = new ConcurrentBag<double>();
        await using var again = await StartAsync(scores => scores.AddHandler("new name", (context, _) =>
        {
            handled.Add(context.Event.Score);
            return default;
        }));
        await EventuallyAsync(async () => await HealthAsync(again) == HealthStatus.Degraded);
        await PostAsync(again, 2);
        await EventuallyAsync(() => Task.FromResult(handled.Count == 1));

        var consumers = again.Services.GetRequiredService<IConsumers>();
        await EventuallyAsync(async () => (await consumers.ListAsync()) is [{ Name: "new name", IsLive: true, Waiting: 0 }, { Name: "old name", IsLive: false, Waiting: 2 }]);
        (await consumers.RenameAsync("old name", "new name", new AuditInfo { Actor = "ops", Reason = "The class was renamed." })).Should().Be(ConsumerChange.Done);

        await EventuallyAsync(() => Task.FromResult(handled.Contains(1)));
        await EventuallyAsync(async () => await HealthAsync(again) == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_second_application_answers_503_says_why_and_takes_over()
    {
        var first = await StartAsync(scores => scores.AddHandler("h", (_, _) => default));
        await using var second = await StartAsync(scores => scores.AddHandler("h", (_, _) => default));

        using (var refused = await PostAsync(second, 1))
        {
            refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.Should().NotBeNull();
            (await refused.Content.ReadAsStringAsync()).Should().Contain("Another process owns the inbox.");
        }
        (await HealthAsync(second)).Should().Be(HealthStatus.Unhealthy);
        (await HealthAsync(first)).Should().Be(HealthStatus.Healthy);

        await first.DisposeAsync();
        await EventuallyAsync(async () => (await PostAsync(second, 1)).StatusCode == HttpStatusCode.OK);
        (await HealthAsync(second)).Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Of_two_applications_that_start_at_once_one_gets_all_files_and_the_other_none()
    {
        await using var first = await StartAsync(scores => scores.AddHandler("h", (_, _) => default));
        await using var second = await StartAsync(scores => scores.AddHandler("h", (_, _) => default));

        // The second one is quicker here: with the competitions' file its own and the inbox the first one's, neither could ever work.
        (await FluentActions.Awaiting(async () => await Competitions(second).OpenAsync(default)).Should().ThrowAsync<ScoreInboxException>())
            .Which.Problem.Should().Be(ScoreInboxProblem.NotOwner);

        await Competitions(first).OpenAsync(default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=scores.db;Mode=Memory")]
    [InlineData("Data Source=scores.db;Mode=ReadOnly")]
    [InlineData("Nonsense=1")]
    [InlineData("Data Source=scores.db;Pooling=perhaps")]
    [InlineData("Data Source=scores.db;Default Timeout=soon")]
    [InlineData("Data Source=scores.db;Default Timeout=99999999999")]
    public async Task A_connection_string_that_names_no_file_stops_the_start(string connectionString)
    {
        var start = async () => { await using var app = await StartAsync(_ => { }, connectionString + ";"); };

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*SQLite connection string*");
    }

    [Fact]
    public void Settings_come_from_the_configuration_and_unknown_ones_are_refused()
    {
        Options(("MaxSizeBytes", "2097152"), ("Synchronous", "Normal"))
            .Should().BeEquivalentTo(new SqliteScoresOptions { ConnectionString = "Data Source=scores.db", MaxSizeBytes = 2_097_152, Synchronous = SqliteSynchronous.Normal });

        // SQLite's own number for FULL must not come to mean the weaker of the two.
        FluentActions.Invoking(() => Options(("Synchronous", "2"))).Should().Throw<OptionsValidationException>().WithMessage("*Synchronous*Full or Normal*");
        FluentActions.Invoking(() => Options(("MaxSize", "1"))).Should().Throw<OptionsValidationException>().WithMessage("'Gamezop:Sqlite:MaxSize' is not a setting. The settings are ConnectionString, *");

        static SqliteScoresOptions Options(params (string Key, string Value)[] settings)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create("Gamezop:Sqlite:" + one.Key, (string?)one.Value))).Build();
            var services = new ServiceCollection();
            services.AddGamezopScores(configuration.GetSection("Gamezop")).UseSqlite("Data Source=scores.db");
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<SqliteScoresOptions>>().Value;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static CompetitionsDatabase Competitions(WebApplication app) => app.Services.GetRequiredService<CompetitionsDatabase>();

    private static IEventLog Log(WebApplication app) => app.Services.GetRequiredService<IEventLog>();

    private static async Task<HealthStatus> HealthAsync(WebApplication app) => (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }

    private static async Task<HttpResponseMessage> PostAsync(WebApplication app, double score)
    {
        using var client = new HttpClient();
        using var content = new StringContent(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"gameCode":"NyM_JGWcx","sessionId":"s-1","gamePlayId":"p-1","timestamp":1763900000123,"score":{{score}},"subId":"u1","state":"over"}"""),
            Encoding.UTF8);
        return await client.PostAsync(new Uri(app.Urls.Single() + "/games/score"), content);
    }

    private async Task<WebApplication> StartAsync(Action<IGamezopScoresBuilder> configure, string? connectionString = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHealthChecks().AddGamezopScores();
        var scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true).UseSqlite(connectionString ?? "Data Source=" + _folder["scores.db"])
            .ConfigureInbox(options => options.FirstRetryDelay = TimeSpan.FromMilliseconds(500));
        configure(scores);
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        return app;
    }
}
