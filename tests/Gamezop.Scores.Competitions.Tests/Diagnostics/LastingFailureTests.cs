using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Diagnostics;

/// <summary>A store that is away for hours is in the log, and does not fill it.</summary>
public sealed class LastingFailureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_reason_is_told_of_once_a_minute()
    {
        var time = new FakeTimeProvider();
        var failure = new LastingFailure(time);
        Exception locked = new IOException("locked"), full = new IOException("full");
        bool[] told = [.. Enumerable.Range(0, 130).SelectMany(_ =>
        {
            bool[] news = [failure.IsNews(locked), failure.IsNews(full)];
            time.Advance(TimeSpan.FromSeconds(1));
            return news;
        })];

        told.Count(news => news).Should().Be(6, "of two reasons in two minutes and a bit");
        told[..2].Should().Equal(true, true);
        failure.IsNews(new InvalidOperationException("locked")).Should().BeTrue("that is another one");
    }

    [Fact]
    public async Task Process_that_waits_for_another_to_let_go_of_the_file_says_so_once()
    {
        using IHost owner = Build(new Lines());
        await owner.StartAsync();
        var lines = new Lines();
        using IHost standby = Build(lines);
        await standby.StartAsync();
        // Tried again every second.
        await Task.Delay(TimeSpan.FromSeconds(5));

        lines.Errors.Where(line => line.Contains("cannot be read", StringComparison.Ordinal)).Should().ContainSingle();
        await standby.StopAsync();
        await owner.StopAsync();
    }

    private IHost Build(Lines lines)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}")
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "b" }));
        return builder.Build();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
                Errors.Enqueue(formatter(state, exception));
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
