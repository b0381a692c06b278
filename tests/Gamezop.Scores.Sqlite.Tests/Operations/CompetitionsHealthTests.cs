using System.Diagnostics;
using Gamezop.Scores.Competitions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>Health says that competitions do not work for as long as they do not, and no longer.</summary>
public sealed class CompetitionsHealthTests : IDisposable
{
    private const string Check = "gamezop-competitions";

    private readonly TemporaryFolder _folder = new();
    private string? _mounted;

    private string Database => _folder["scores.db"];

    private string Competitions => _folder["scores-competitions.db"];

    [Fact]
    public async Task Competitions_that_another_program_locks_are_unhealthy_until_it_lets_go()
    {
        await using var site = await Site.StartAsync(Database);
        await CountOneAsync(site, 1);
        using (var other = new SqliteConnection($"Data Source={Competitions};Pooling=False"))
        {
            other.Open();
            Execute(other, "BEGIN EXCLUSIVE");
            await site.SendAsync(Site.Event(2));

            await site.UntilAsync(Check, HealthStatus.Unhealthy, "is locked by another program");
            Execute(other, "ROLLBACK");
        }

        await site.UntilAsync(Check, HealthStatus.Healthy);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 2);
    }

    [Fact]
    public async Task A_competitions_file_that_is_read_only_is_unhealthy_until_it_is_not()
    {
        await using (var before = await Site.StartAsync(Database))
            await CountOneAsync(before, 1);
        Run("mount", "--bind", Competitions, Competitions);
        _mounted = Competitions;
        Run("mount", "-o", "remount,bind,ro", Competitions);

        await using var site = await Site.StartAsync(Database);
        await site.UntilAsync(Check, HealthStatus.Unhealthy, "cannot be written to");
        await site.SendAsync(Site.Event(2));
        Unmount();

        await site.UntilAsync(Check, HealthStatus.Healthy);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 2);
    }

    [Fact]
    public async Task Scores_that_cannot_be_counted_are_unhealthy_until_they_are()
    {
        await using var site = await Site.StartAsync(Database);
        await CountOneAsync(site, 1);
        Site.Execute(Competitions, "ALTER TABLE gamezop_players RENAME TO hidden");
        await site.SendAsync(Site.Event(2));

        await site.UntilAsync(Check, HealthStatus.Unhealthy, "Scores cannot be counted, and wait");
        Site.Execute(Competitions, "ALTER TABLE hidden RENAME TO gamezop_players");

        await site.UntilAsync(Check, HealthStatus.Healthy);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync())["u1"] == 2);
    }

    [Fact]
    public async Task One_users_scores_that_cannot_be_counted_are_unhealthy_while_others_are_counted()
    {
        await using var site = await Site.StartAsync(Database, scores => scores.ConfigureInbox(options => options.MaxAttempts = 1_000));
        await CountOneAsync(site, 1);
        Site.Execute(
            Competitions,
            "CREATE TRIGGER poison BEFORE INSERT ON gamezop_players WHEN new.user_id = 'u2' BEGIN SELECT RAISE(ABORT, 'no room for u2'); END");
        await site.SendAsync(Site.Event(2, "u2"));
        await site.UntilAsync(Check, HealthStatus.Unhealthy, "Scores cannot be counted, and wait");

        for (var number = 3; number < 8; number++)
        {
            await site.SendAsync(Site.Event(number, $"u{number}"));
            await Site.EventuallyAsync(async () => (await site.TotalsAsync()).ContainsKey($"u{number}"));
            (await site.HealthAsync(Check)).Status.Should().Be(HealthStatus.Unhealthy, "u2's score still waits");
        }

        Site.Execute(Competitions, "DROP TRIGGER poison");
        await site.UntilAsync(Check, HealthStatus.Healthy);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).ContainsKey("u2"));
    }

    [Fact]
    public async Task Scores_that_were_given_up_are_not_waited_for()
    {
        await using var site = await Site.StartAsync(Database, scores => scores.ConfigureInbox(options => options.MaxAttempts = 10));
        await CountOneAsync(site, 1);
        Site.Execute(
            Competitions,
            "CREATE TRIGGER poison BEFORE INSERT ON gamezop_players WHEN new.user_id = 'u2' BEGIN SELECT RAISE(ABORT, 'no room for u2'); END");
        await site.SendAsync(Site.Event(2, "u2"));
        await site.UntilAsync(Check, HealthStatus.Unhealthy, "Scores cannot be counted, and wait");
        await site.UntilAsync(Check, HealthStatus.Healthy);
        (await site.TotalsAsync()).Should().NotContainKey("u2");
    }

    [Theory]
    [InlineData("gamezop_boards", "The leaderboards cannot be read")]
    [InlineData("gamezop_tournaments", "The tournaments cannot be read")]
    [InlineData("gamezop_targets", "The targets cannot be read")]
    public async Task What_cannot_be_read_at_the_start_is_unhealthy_until_it_can(string table, string said)
    {
        await using (await StartWithAllAsync(new Wallet()))
        {
            // The tables are there now.
        }
        Site.Execute(Competitions, $"ALTER TABLE {table} RENAME TO hidden");

        await using var site = await StartWithAllAsync(new Wallet());
        await site.UntilAsync(Check, HealthStatus.Unhealthy, said);
        Site.Execute(Competitions, $"ALTER TABLE hidden RENAME TO {table}");

        await site.UntilAsync(Check, HealthStatus.Healthy);
    }

    [Theory]
    [InlineData("gamezop_occurrences", "The tournaments cannot be carried on")]
    [InlineData("gamezop_windows", "cannot be closed")]
    public async Task What_fails_in_the_background_is_degraded_until_it_succeeds(string table, string said)
    {
        var time = new ShiftedTime();
        await using var site = await Site.StartAsync(
            Database,
            scores => scores
                .AddLeaderboards(boards => boards.Add(new() { Id = "hourly", Window = LeaderboardWindow.Cron("0 * * * *"), Grace = TimeSpan.Zero }))
                .AddTournaments(tournaments => tournaments.Add(new() { Id = "cup", Cron = "0 * * * *", Duration = TimeSpan.FromMinutes(30) })),
            time: time);
        await site.SendAsync(Site.Event(1, at: time.GetUtcNow()));
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).Count == 1);
        await site.UntilAsync(Check, HealthStatus.Healthy);
        Site.Execute(Competitions, $"ALTER TABLE {table} RENAME TO hidden");
        time.Shift = TimeSpan.FromHours(3);

        await site.UntilAsync(Check, HealthStatus.Degraded, said);
        Site.Execute(Competitions, $"ALTER TABLE hidden RENAME TO {table}");

        await site.UntilAsync(Check, HealthStatus.Healthy);
    }

    [Fact]
    public async Task Rewards_that_the_handler_does_not_take_are_degraded_until_it_does()
    {
        var wallet = new Wallet { Problem = "The wallet is closed." };
        await using var site = await StartWithAllAsync(wallet);
        await site.SendAsync(Site.Event(1));

        await site.UntilAsync("gamezop-rewards", HealthStatus.Degraded, "The wallet is closed.");
        wallet.Problem = null;

        await site.UntilAsync("gamezop-rewards", HealthStatus.Healthy);
        wallet.Paid.Should().Be(1);
    }

    [Fact]
    public async Task A_failing_reward_that_is_withdrawn_no_longer_counts()
    {
        var wallet = new Wallet { Problem = "The wallet is closed." };
        await using var site = await StartWithAllAsync(wallet);
        await site.SendAsync(Site.Event(1));
        await site.UntilAsync("gamezop-rewards", HealthStatus.Degraded, "The wallet is closed.");

        var rewards = site.Services.GetRequiredService<IRewards>();
        await Site.EventuallyAsync(async () => await rewards.WithdrawAllAsync("u1", null, "test", "Given up.") > 0);

        await site.UntilAsync("gamezop-rewards", HealthStatus.Healthy);
        wallet.Paid.Should().Be(0);
    }

    [Fact]
    public async Task Rewards_whose_store_fails_are_degraded_until_it_works()
    {
        var wallet = new Wallet();
        await using var site = await StartWithAllAsync(wallet);
        await site.UntilAsync("gamezop-rewards", HealthStatus.Healthy);
        Site.Execute(Competitions, "ALTER TABLE gamezop_rewards RENAME TO hidden");

        await site.UntilAsync("gamezop-rewards", HealthStatus.Degraded, "Rewards cannot be paid now");
        Site.Execute(Competitions, "ALTER TABLE hidden RENAME TO gamezop_rewards");

        await site.UntilAsync("gamezop-rewards", HealthStatus.Healthy);
        await site.SendAsync(Site.Event(1));
        await Site.EventuallyAsync(() => Task.FromResult(wallet.Paid == 1));
    }

    public void Dispose()
    {
        Unmount();
        _folder.Dispose();
    }

    private static async Task CountOneAsync(Site site, int number)
    {
        await site.SendAsync(Site.Event(number));
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).GetValueOrDefault("u1") == number);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, $"mounting, which needs root, should succeed, but it said: {error}");
    }

    private void Unmount()
    {
        if (_mounted is { } mounted)
            Run("umount", "--lazy", mounted);
        _mounted = null;
    }

    private Task<Site> StartWithAllAsync(Wallet wallet) => Site.StartAsync(
        Database,
        scores =>
        {
            scores.Services.AddSingleton(wallet).Configure<RewardsOptions>(
                options => (options.FirstRetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)));
            scores.AddTournaments(tournaments => tournaments.Add(new() { Id = "cup", Cron = "0 * * * *", Duration = TimeSpan.FromMinutes(30) }))
                .AddTargets(targets => targets.Add(new TargetDefinition { Id = "one", Goal = TargetGoal.PlaysFinished(1), Reward = new Reward("coins", 1) }))
                .AddRewardHandler<WalletHandler>();
        });

    private sealed class Wallet
    {
        private int _paid;

        public volatile string? Problem;

        public int Paid => Volatile.Read(ref _paid);

        public void Pay()
        {
            if (Problem is { } problem)
                throw new InvalidOperationException(problem);
            Interlocked.Increment(ref _paid);
        }
    }

    private sealed class WalletHandler(Wallet wallet) : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            wallet.Pay();
            return ValueTask.CompletedTask;
        }
    }
}
