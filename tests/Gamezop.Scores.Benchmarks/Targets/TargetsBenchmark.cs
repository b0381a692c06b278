using System.Globalization;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Benchmarks.Targets;

/// <summary>
/// What an event costs with 10 live targets and with 1,000, of which the same 5 are about its game; in memory, one caller.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- targets [events, default 100000]
/// </summary>
internal static class TargetsBenchmark
{
    public static Task<int> RunAsync(string[] args) =>
        LiveCompetitions.CompareAsync("targets", 10, 1_000, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000, OpenAsync);

    private static async Task<ICompetition> OpenAsync(int targets, MemoryRewardStore rewards, BannedUsers banned, RewardBook book)
    {
        var catalog = new TargetCatalog(new MemoryTargetStore(rewards), book, banned, new QuarantinedPlays(), NullLogger<TargetCatalog>.Instance);
        await catalog.LoadAsync([.. Enumerable.Range(0, targets).Select(Target)], default);
        return catalog;
    }

    private static TargetDefinition Target(int number) => new()
    {
        Id = $"t{number}",
        Games = LiveCompetitions.GamesOf(number),
        Period = number % 2 == 0 ? TargetPeriod.Daily : TargetPeriod.Once,
        Goal = number % 2 == 0 ? TargetGoal.PlaysFinished(1_000_000) : TargetGoal.ScoreAtLeast(1e9),
        Reward = new Reward("coins", 1),
    };
}
