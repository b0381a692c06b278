namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>What survives a restart.</summary>
internal sealed record TournamentStores(ITournamentStore Tournaments, ILeaderboardStore Rankings, IRewardStore Rewards)
{
    public IPlausibilityStore Plausibility { get; init; } = new MemoryPlausibilityStore();

    public static TournamentStores InMemory() => new(new MemoryTournamentStore(), new MemoryLeaderboardStore(), new MemoryRewardStore());
}
