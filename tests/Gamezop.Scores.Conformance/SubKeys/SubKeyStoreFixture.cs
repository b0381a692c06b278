using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>One store of users' keys, as the suite sees it. Each test makes one of its own.</summary>
public abstract class SubKeyStoreFixture : IAsyncDisposable
{
    public abstract ISubKeyStore Store { get; }

    /// <summary>Whether what was answered survives a crash.</summary>
    public abstract bool IsDurable { get; }

    public abstract ValueTask OpenAsync();

    /// <summary>Goes on as after a crash.</summary>
    public abstract ValueTask CrashAsync();

    public abstract ValueTask DisposeAsync();
}
