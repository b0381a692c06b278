using Gamezop.Scores.Competitions.Tests.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Events that do not count are listed for as long as their log is kept, and then make room.</summary>
public sealed class UncountedRetentionTests
{
    [Fact]
    public async Task Events_that_do_not_count_are_listed_for_thirty_days()
    {
        await using var host = await CompetitionsHost.StartAsync(
            new HostSetup
            {
                Scores = scores => scores.AddTargets(targets => targets.Add(
                    new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = new Reward("coins", 1) })).AddRewardHandler<Nothing>(),
            },
            new LeaderboardDefinition { Id = "b" });
        await host.PostAsync("old", 1, at: Events.Noon.AddDays(-31));
        host.Time.Advance(TimeSpan.FromDays(29));
        await host.PostAsync("young", 1, at: Events.Noon.AddDays(-31));
        (await UsersAsync()).Should().Be("old young / old young");

        host.Time.Advance(TimeSpan.FromDays(1));
        while (await UsersAsync() != "young / young")
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            host.Time.GetUtcNow().Should().BeBefore(Events.Noon.AddDays(31));
            await Task.Delay(1);
        }

        async Task<string> UsersAsync()
        {
            var onBoard = await host.Boards.GetUncountedAsync("b");
            var forTargets = await host.Services.GetRequiredService<ITargets>().GetUncountedAsync();
            return $"{string.Join(' ', onBoard.Select(uncounted => uncounted.UserId))} / {string.Join(' ', forTargets.Select(uncounted => uncounted.UserId))}";
        }
    }

    private sealed class Nothing : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => default;
    }
}
