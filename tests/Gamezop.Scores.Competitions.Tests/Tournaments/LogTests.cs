using Microsoft.Extensions.DependencyInjection;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A tournament that is added after its start counts what the log has from its start on.</summary>
public sealed class LogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    private static DateTimeOffset Ten => Noon.AddHours(-2);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Created_twenty_minutes_late_it_has_the_score_of_ten_past(bool recurring)
    {
        await using PublicHost host = await PublicHost.StartAsync(Ten.AddMinutes(10), scores => scores.UseSqlite(File).AddTournaments());
        await host.PostAsync("ann", "early", 100, Ten.AddMilliseconds(-1));
        await host.PostAsync("ann", "a", 3, Ten);
        await host.PostAsync("bob", "b", 5, Ten.AddMinutes(10));
        host.Time.SetUtcNow(Ten.AddMinutes(20));
        await host.Tournaments.CreateAsync(Hour(recurring));
        await host.UntilAsync(async () => (await host.Tournaments.GetAsync("cup")).Players == 2);
        (await host.ShowAsync("cup")).Should().Be("1:bob=5 2:ann=3");
        await host.PostAsync("ann", "c", 9, Ten.AddMinutes(20));
        await host.UntilAsync(async () => await host.ShowAsync("cup") == "1:ann=9 2:bob=5");
    }

    [Fact]
    public async Task Added_to_the_configuration_after_its_start_it_has_what_was_kept_before_the_restart()
    {
        await using (PublicHost host = await PublicHost.StartAsync(Ten.AddMinutes(10), scores => scores.UseSqlite(File).AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "b" }))))
        {
            await host.PostAsync("ann", "a", 3, Ten.AddMinutes(10));
            await host.UntilAsync(async () => await host.Boards.CountAsync("b") == 1);
        }

        await using PublicHost again = await PublicHost.StartAsync(Ten.AddMinutes(20), scores => scores.UseSqlite(File).AddTournaments(cups => cups.Add(Hour(recurring: false))));
        await again.UntilAsync(async () => await again.ShowAsync("cup") == "1:ann=3");
    }

    [Fact]
    public async Task One_that_begins_in_a_moment_has_what_a_clock_ahead_has_sent_already()
    {
        TournamentWorld world = await TournamentWorld.StartAsync();
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(3), 5, receivedAt: Noon));
        world.Time.SetUtcNow(Noon.AddSeconds(10));
        await world.Tournaments.CreateAsync(At(Cup(), Noon.AddMinutes(2)));
        (await world.ShowAsync("cup")).Should().Be("1:ann=5");
    }

    [Fact]
    public async Task It_is_not_settled_before_the_log_has_been_read_whatever_fails()
    {
        TournamentWorld world = await TournamentWorld.StartAsync();
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 5));
        world.Time.SetUtcNow(Noon.AddMinutes(50));
        world.LogFails = true;
        await world.Tournaments.CreateAsync(Cup(Cups.At(1, 5)));
        await world.RunAsync(Settled(Noon.AddHours(1)));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Settling);
        (await world.GrantsAsync()).Should().BeEmpty();
        world.LogFails = false;
        await world.RestartAsync();
        await world.RunAsync();
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task A_start_that_is_moved_into_the_past_counts_what_was_made_since()
    {
        TournamentWorld world = await TournamentWorld.StartAsync();
        await world.Tournaments.CreateAsync(At(Cup(), Noon.AddHours(3)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(5), 5));
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        await world.Tournaments.ChangeAsync(At(Cup(), Noon), "op", "now");
        (await world.ShowAsync("cup")).Should().Be("1:ann=5");
        await world.Invoking(it => it.Tournaments.ChangeAsync(At(Cup(), Noon.AddHours(-3)), "op", "typo").AsTask()).Should().ThrowAsync<TournamentRefusedException>();
    }

    private string File => $"Data Source={Path.Combine(_folder.FullName, "scores.db")}";

    private static TournamentDefinition Hour(bool recurring) => new()
    {
        Id = "cup",
        Games = [Game],
        StartsAt = recurring ? default : Ten,
        Cron = recurring ? "0 */2 * * *" : null,
        Duration = TimeSpan.FromHours(1),
    };

    private static TournamentDefinition At(TournamentDefinition cup, DateTimeOffset start) => new() { Id = cup.Id, Games = cup.Games, StartsAt = start, Duration = cup.Duration, Grace = cup.Grace };
}
