using System.Globalization;
using Gamezop.Scores.Benchmarks.Targets;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Benchmarks.Tournaments;

/// <summary>
/// What an event costs with 10 live tournaments and with 100, of which the same 5 are about its game; in memory, one caller.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- tournaments [events, default 100000]
/// </summary>
internal static class TournamentsBenchmark
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static Task<int> RunAsync(string[] args) =>
        LiveCompetitions.CompareAsync("tournaments", 10, 100, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000, OpenAsync);

    private static async Task<ICompetition> OpenAsync(int tournaments, MemoryRewardStore rewards, BannedUsers banned, RewardBook book)
    {
        var rankings = new MemoryLeaderboardStore();
        var orders = new OrderResolver(null, TimeProvider.System, NullLogger.Instance);
        var quarantined = new QuarantinedPlays();
        var boards = new BoardCatalog(rankings, banned, quarantined, orders, TimeProvider.System, NullLogger<BoardCatalog>.Instance);
        await boards.LoadAsync([], default);
        var parts = new OccurrenceParts(new MemoryTournamentStore(), rankings, book, banned, quarantined, TimeProvider.System, NullLogger.Instance);
        var catalog = new TournamentCatalog(boards, parts, orders, new NoLedger(), NullLogger<TournamentCatalog>.Instance);
        await catalog.LoadAsync([.. Enumerable.Range(0, tournaments).Select(Tournament)], default);
        return catalog;
    }

    private static TournamentDefinition Tournament(int number) => new()
    {
        Id = $"t{number}",
        Games = LiveCompetitions.GamesOf(number),
        StartsAt = Now.AddHours(-1),
        Duration = TimeSpan.FromDays(1),
        Scoring = number % 2 == 0 ? TournamentScoring.Best : TournamentScoring.SumOfBest(3),
        Prizes = [new Prize { FromRank = 1, ToRank = 3, Reward = new Reward("coins", 1) }],
    };
}
