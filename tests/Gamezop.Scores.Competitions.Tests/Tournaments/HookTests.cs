using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Occurrences are there when an event needs them, and a publisher's handler that hangs keeps nothing from going on but itself.</summary>
public sealed class HookTests
{
    [Fact]
    public async Task Handlers_that_hang_cost_no_score_and_hold_up_no_settlement()
    {
        var handler = new Hanging();
        await using PublicHost host = await PublicHost.StartAsync(Noon.AddSeconds(-30), scores =>
        {
            scores.Services.AddSingleton<ITournamentHandler>(handler);
            scores.AddTournaments(cups =>
            {
                cups.Add(Every("each", "* * * * *", TimeSpan.FromSeconds(50)));
                foreach (int i in Enumerable.Range(0, 8))
                    cups.Add(Every($"hanging-{i}", "* * * * *", TimeSpan.FromSeconds(50)));
            });
        });
        try
        {
            string[] ids = [.. Enumerable.Range(0, 5).Select(minute => $"each@20261123T12{minute:00}00Z")];
            foreach (int minute in Enumerable.Range(0, 5))
            {
                host.Time.SetUtcNow(Noon.AddMinutes(minute).AddSeconds(20));
                await host.PostAsync("ann", $"{minute}", minute, Noon.AddMinutes(minute).AddSeconds(10));
                (await host.ShowAsync(ids[minute])).Should().Be(FormattableString.Invariant($"1:ann={minute}"));
            }

            await host.WhileTimePassesAsync(async () => (await Task.WhenAll(ids.Select(id => host.Tournaments.GetAsync(id).AsTask()))).All(info => info.Status == TournamentStatus.Finished));
            await host.WhileTimePassesAsync(() => new(ids.All(id => handler.Told.ContainsKey($"e/{id}"))));
            foreach (string id in ids)
                (await host.Tournaments.GetAsync(id)).Players.Should().Be(1);
        }
        finally
        {
            handler.LetGo.SetResult();
        }
    }

    [Theory]
    [InlineData("0 * * * *", 50, 14, 10)]
    [InlineData("* * * * *", 1, 14, 10)]
    [InlineData("30 * * * *", 20, 23, 45)]
    public async Task After_the_clock_has_jumped_the_first_score_finds_its_occurrence(string cron, int minutes, int hour, int minute)
    {
        await using PublicHost host = await PublicHost.StartAsync(Noon.AddSeconds(-5), scores => scores.AddTournaments(cups => cups.Add(Every("cup", cron, TimeSpan.FromMinutes(minutes)))));
        DateTimeOffset now = Noon.AddHours(hour - 12).AddMinutes(minute);
        host.Time.SetUtcNow(now);
        await host.PostAsync("ann", "a", 7, now.AddSeconds(1));
        IReadOnlyList<TournamentInfo> all = await host.Tournaments.GetOccurrencesAsync("cup", 0, 1000);
        TournamentInfo mine = all.Single(one => one.StartsAt <= now && now.AddSeconds(1) < one.EndsAt);
        (await host.ShowAsync(mine.Id)).Should().Be("1:ann=7");
        all.Count(one => one.StartsAt > now.AddSeconds(1)).Should().Be(1);
    }

    [Fact]
    public async Task A_board_handler_that_hangs_holds_up_no_close()
    {
        var handler = new HangingBoard();
        await using PublicHost host = await PublicHost.StartAsync(Noon, scores =>
        {
            scores.Services.AddSingleton<ILeaderboardHandler>(handler);
            scores.AddLeaderboards(boards =>
            {
                boards.Add(new LeaderboardDefinition { Id = "a", Window = LeaderboardWindow.Cron("* * * * *"), Grace = TimeSpan.Zero });
                boards.Add(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Cron("* * * * *"), Grace = TimeSpan.Zero });
            });
        });
        try
        {
            await host.PostAsync("ann", "a", 7, Noon.AddSeconds(1));
            await host.WhileTimePassesAsync(() => new(!handler.Called.IsEmpty));
            // The clock stands still from here on: nothing can be waiting for a time limit.
            await host.UntilAsync(async () => (await host.Boards.GetWindowsAsync("b")).Any(window => window.Closed) && handler.Called.Count == 2);
            (await host.Boards.GetWindowsAsync("a")).Should().Contain(window => window.Closed);
        }
        finally
        {
            handler.LetGo.SetResult();
        }
    }

    private static TournamentDefinition Every(string id, string cron, TimeSpan duration) => new() { Id = id, Games = [Game], Cron = cron, Duration = duration, Grace = TimeSpan.Zero };

    private sealed class Hanging : ITournamentHandler
    {
        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentDictionary<string, bool> Told { get; } = new(StringComparer.Ordinal);

        public ValueTask StartedAsync(TournamentStarted tournament, CancellationToken cancellationToken)
        {
            if (tournament.Tournament.TournamentId.StartsWith("hanging", StringComparison.Ordinal))
                return new(LetGo.Task);
            Told[Uri.UnescapeDataString(tournament.Key)] = true;
            return default;
        }

        public ValueTask EndedAsync(TournamentEnded tournament, CancellationToken cancellationToken)
        {
            Told[Uri.UnescapeDataString(tournament.Key)] = true;
            return default;
        }

        public ValueTask CancelledAsync(TournamentCancelled tournament, CancellationToken cancellationToken) => default;
    }

    private sealed class HangingBoard : ILeaderboardHandler
    {
        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentDictionary<string, bool> Called { get; } = new(StringComparer.Ordinal);

        public ValueTask WindowClosedAsync(ClosedLeaderboardWindow window, CancellationToken cancellationToken)
        {
            Called[window.LeaderboardId] = true;
            return new(LetGo.Task);
        }
    }
}
