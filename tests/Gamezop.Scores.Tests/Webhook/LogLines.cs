using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>Everything the application under test logs, as it would be written.</summary>
internal sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<Line> All { get; } = new();

    public IEnumerable<string> Errors => All.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.All.Enqueue(new Line(logLevel, category, eventId, $"{formatter(state, exception)} {exception}"));
    }

    internal sealed record Line(LogLevel Level, string Category, EventId Id, string Text)
    {
        /// <summary>Whether it is the SDK's line of that number: other categories have numbers of their own.</summary>
        public bool IsOurs(int id) => Id.Id == id && Category.StartsWith("Gamezop", StringComparison.Ordinal);
    }
}
