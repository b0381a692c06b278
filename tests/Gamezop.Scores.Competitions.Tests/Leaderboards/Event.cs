namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>An event and when it first arrived.</summary>
internal sealed record Event(ScoreEvent Score, DateTimeOffset ReceivedAt)
{
    public string? Source { get; init; }

    public string Id { get; } = new ScoreContext(Score, Score.SubId, ReceivedAt, EmptyServices.Instance).EventId;

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
