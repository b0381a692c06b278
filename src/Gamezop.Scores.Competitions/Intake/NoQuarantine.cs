namespace Gamezop.Scores.Competitions;

/// <summary>Without a store for events there is no place to keep them: they are in the log alone.</summary>
internal sealed class NoQuarantine : IQuarantineGate
{
    public ValueTask KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken) => default;
}
