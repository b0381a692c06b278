using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine, as the suites see it. Each test makes one of its own.</summary>
public abstract class InboxFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>The engine, started.</summary>
    public abstract IScoreInbox Inbox { get; }

    public IDeadLetterStore DeadLetters => (IDeadLetterStore)Inbox;

    public IQuarantineStore Quarantine => (IQuarantineStore)Inbox;

    /// <summary>Whether what was appended is there after <see cref="CrashAsync"/>.</summary>
    public abstract bool IsDurable { get; }

    public abstract ValueTask OpenAsync();

    /// <summary>Goes on as after a SIGKILL at this moment.</summary>
    public abstract ValueTask CrashAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>An event with an id that is made of its name.</summary>
    public InboxEvent Event(string name, string user = "u1", string? body = null) => new(
        Id(name),
        user,
        Time.GetUtcNow(),
        Encoding.UTF8.GetBytes(body ?? $$"""{"name":"{{name}}"}"""));

    public static string Id(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
