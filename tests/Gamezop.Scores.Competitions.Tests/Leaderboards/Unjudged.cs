namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Every play counts.</summary>
internal sealed class Unjudged : IPlayJudge
{
    public static Unjudged Instance { get; } = new();

    public Task Loaded => Task.CompletedTask;

    public Task Ready => Task.CompletedTask;

    public ValueTask<IPendingEvidence?> JudgeAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) => default;
}
