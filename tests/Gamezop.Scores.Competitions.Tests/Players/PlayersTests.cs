using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Players;

/// <summary>One user over everything at once, from the webhook to the files: real Kestrel, real HTTP, real files.</summary>
public sealed class PlayersTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");
    private readonly Wallet _wallet = new();

    // A random id: found by its bytes, and by chance nowhere.
    private readonly string _user = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_ban_hides_everywhere_and_withholds_and_its_end_shows_again_and_pays(string engine)
    {
        await using CompetitionsHost host = await StartAsync(engine);
        await host.Players.BanAsync(_user, "olga", "bot");
        await host.PostAsync(_user, 1_500);
        await host.PostAsync("bob", 10);
        await UntilAsync(host, async () => (await RewardsAsync(host)).Count == 1 && await host.Boards.CountAsync("b") == 1 && await PlacesAsync(host) == 1);
        host.Players.IsBanned(_user).Should().BeTrue();
        (await host.Boards.GetPageAsync("b")).Entries.Should().ContainSingle().Which.UserId.Should().Be("bob");
        (await host.Services.GetRequiredService<ITournaments>().GetStandingsAsync("cup")).Entries.Should().ContainSingle().Which.UserId.Should().Be("bob");
        (await RewardsAsync(host))[0].Status.Should().Be(RewardStatus.Withheld);
        _wallet.Paid.Should().BeEmpty();

        await host.Players.UnbanAsync(_user, "olga", "was none");
        (await host.Boards.GetPageAsync("b")).Entries.Select(entry => entry.UserId).Should().Equal(_user, "bob");
        (await host.Services.GetRequiredService<ITournaments>().GetStandingsAsync("cup")).Entries.Should().HaveCount(2);
        await UntilAsync(host, () => ValueTask.FromResult(_wallet.Paid.Count == 1));
        _wallet.Paid.Should().ContainSingle().Which.UserId.Should().Be(_user);
        (await host.Boards.GetActionsAsync()).Select(action => (action.Kind, action.Subject, action.Actor)).Should().Equal(("unban", _user, "olga"), ("ban", _user, "olga"));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task An_export_has_everything_that_is_kept_also_of_a_banned_user(string engine)
    {
        await using CompetitionsHost host = await StartAsync(engine);
        await FillAsync(host);
        await host.Players.BanAsync(_user, "olga", "bot");
        JsonElement export = await ExportAsync(host);
        export.GetProperty("userId").GetString().Should().Be(_user);
        export.GetProperty("isBanned").GetBoolean().Should().BeTrue();
        Scores(export, "events").Should().Equal(1_500);
        export.GetProperty("quarantine").EnumerateArray().Select(kept => kept.GetProperty("reason").GetString()).Should().Equal("future", "forged");
        export.GetProperty("unreadable").EnumerateArray().Should().ContainSingle().Which.GetProperty("body").GetString().Should().Be($"subId={_user}");
        JsonElement entry = export.GetProperty("leaderboards").EnumerateArray().Should().ContainSingle().Subject;
        (entry.GetProperty("id").GetString(), entry.GetProperty("score").GetDouble()).Should().Be(("b", 1_500d));
        export.GetProperty("participation").EnumerateArray().Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be("cup");
        export.GetProperty("tournaments").EnumerateArray().Should().ContainSingle().Which.GetProperty("score").GetDouble().Should().Be(1_500);
        export.GetProperty("targets").EnumerateArray().Should().ContainSingle().Which.GetProperty("value").GetDouble().Should().Be(1_500);
        export.GetProperty("rewards").EnumerateArray().Should().ContainSingle().Which.GetProperty("grant").GetProperty("sourceId").GetString().Should().Be("first");
        export.GetProperty("actions").EnumerateArray().Should().ContainSingle().Which.GetProperty("kind").GetString().Should().Be("ban");
        export.GetRawText().Should().NotContain("bob");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task An_erased_user_is_gone_everywhere_and_the_books_stay(string engine)
    {
        await using CompetitionsHost host = await StartAsync(engine);
        await FillAsync(host);
        await UntilAsync(host, () => ValueTask.FromResult(_wallet.Paid.Count == 1));
        await host.Players.BanAsync(_user, "olga", "bot");
        await host.Players.EraseAsync(_user, "olga", "asked for it");

        JsonElement export = await ExportAsync(host);
        export.GetProperty("isBanned").GetBoolean().Should().BeFalse();
        export.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).Should().OnlyContain(member => member.Value.GetArrayLength() == 0);
        (await host.Boards.GetPageAsync("b")).Entries.Should().ContainSingle().Which.UserId.Should().Be("bob");
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Should().ContainSingle().Which.Body.ToArray().Should().Equal(Encoding.UTF8.GetBytes("subId=bob"));
        UserReward kept = (await host.Services.GetRequiredService<IRewards>().ListByStatusAsync(RewardStatus.ClawbackDue)).Should().ContainSingle().Subject;
        (kept.Grant.UserId, kept.Grant.Reward.Amount).Should().Be(("", 50m));
        kept.Grant.Key.Should().NotContain(_user);
        (await host.Boards.GetActionsAsync()).Select(action => (action.Kind, action.Subject)).Should().Equal(("erase", ""), ("ban", ""));
    }

    [Fact]
    public async Task An_erasure_that_a_restart_has_cut_off_is_finished_by_itself_and_hides_the_user_until_then()
    {
        await using (CompetitionsHost first = await StartAsync("sqlite"))
        {
            await FillAsync(first);
            // Cut off right at the beginning: nothing of the user is gone.
            await first.Services.GetRequiredService<ILeaderboardStore>().BeginErasureAsync(new UserErasure(_user, "olga", "asked for it"), default);
        }

        await using CompetitionsHost host = await StartAsync("sqlite");
        (await host.Boards.GetPageAsync("b")).Entries.Should().ContainSingle().Which.UserId.Should().Be("bob");
        await UntilAsync(host, async () => (await host.Boards.GetActionsAsync()).Count == 1);
        JsonElement export = await ExportAsync(host);
        export.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).Should().OnlyContain(member => member.Value.GetArrayLength() == 0);
        (await host.Boards.GetActionsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = "erase", Subject = "", Actor = "olga", Reason = "asked for it" });
        await host.Players.MaintainAsync();
        Holding().Should().BeEmpty();
        // What arrives by the moment of the erasure is not taken any more.
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await host.PostAsync(_user, 3, at: host.Time.GetUtcNow());
        await UntilAsync(host, async () => await host.Boards.CountAsync("b") == 2);
    }

    [Fact]
    public async Task After_maintenance_the_files_do_not_hold_an_erased_user_any_more()
    {
        await using CompetitionsHost host = await StartAsync("sqlite");
        await FillAsync(host);
        await host.Players.BanAsync(_user, "olga", "bot");
        Holding().Should().BeEquivalentTo(["scores", "scores-competitions"]);
        await host.Players.EraseAsync(_user, "olga", "asked for it");
        await host.Players.MaintainAsync();
        Holding().Should().BeEmpty();
        // Others are as they were, and the files take scores.
        await host.PostAsync("cid", 20);
        await UntilAsync(host, async () => await host.Boards.CountAsync("b") == 2);
    }

    [Fact]
    public async Task Scores_of_others_come_in_while_a_user_is_erased_and_files_are_scrubbed()
    {
        await using CompetitionsHost host = await StartAsync("sqlite");
        await FillAsync(host);
        Task posting = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
                await host.PostAsync($"u{i}", i);
        });
        await host.Players.EraseAsync(_user, "olga", "asked for it");
        await host.Players.MaintainAsync();
        await posting;
        await UntilAsync(host, async () => await host.Boards.CountAsync("b") == 101);
        (await host.Boards.GetUserAsync("b", _user)).Should().BeNull();
        await host.Players.MaintainAsync();
        Holding().Should().BeEmpty();
    }

    private static double[] Scores(JsonElement export, string member) =>
        [.. export.GetProperty(member).EnumerateArray().Select(kept => kept.GetProperty("event").GetProperty("score").GetDouble()).Where(score => score > 0 && score < 9_000)];

    private static async Task UntilAsync(CompetitionsHost host, Func<ValueTask<bool>> done)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await done())
        {
            // Workers wait by the application's clock.
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<int> PlacesAsync(CompetitionsHost host) => (await host.Services.GetRequiredService<ITournaments>().GetStandingsAsync("cup")).Total;

    private async Task<IReadOnlyList<UserReward>> RewardsAsync(CompetitionsHost host) => await host.Services.GetRequiredService<IRewards>().ListAsync(_user);

    private async Task<JsonElement> ExportAsync(CompetitionsHost host)
    {
        await using var output = new ResponseBody();
        await host.Players.ExportAsync(_user, output);
        return JsonDocument.Parse(output.Written).RootElement;
    }

    // An entry, a place, progress, a reward, a verdict, and both kinds of quarantine.
    private async Task FillAsync(CompetitionsHost host)
    {
        (await host.Services.GetRequiredService<ITournaments>().JoinAsync("cup", _user)).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        await host.PostAsync(_user, 1_500, at: host.Time.GetUtcNow());
        await host.PostAsync(_user, 9_000, at: host.Time.GetUtcNow().AddHours(1));
        await host.PostAsync("bob", 10);
        IQuarantineStore quarantine = host.Services.GetRequiredService<IQuarantineStore>();
        await UntilAsync(host, async () =>
            (await quarantine.ListQuarantinedAsync(null, 10, default)).Count == 1
            && await host.Boards.CountAsync("b") == 2 && await PlacesAsync(host) == 2 && (await RewardsAsync(host)).Count == 1);
        string forged = _user;
        byte[] body = Encoding.UTF8.GetBytes($$"""{"gameCode":"NyM_JGWcx","sessionId":"s","gamePlayId":"p","timestamp":1,"score":1,"subId":"{{forged}}","state":"over"}""");
        await quarantine.QuarantineAsync(new StoredEvent(new string('0', 32), forged, host.Time.GetUtcNow(), body), "forged", null, 10, 10, default);
        IDeadLetterStore deadLetters = host.Services.GetRequiredService<IDeadLetterStore>();
        foreach (string user in (string[])[_user, "bob"])
            await deadLetters.AddUnreadableAsync(Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()), Encoding.UTF8.GetBytes($"subId={user}"), "It is no JSON.", null, 10, default);
    }

    private string[] Holding()
    {
        byte[] wanted = Encoding.UTF8.GetBytes(_user);
        return [.. _folder.EnumerateFiles().Where(file => file.Extension != ".lock" && Read(file).AsSpan().IndexOf(wanted) >= 0).Select(file => file.Name.Split('.')[0]).Distinct()];
    }

    private static byte[] Read(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private async Task<CompetitionsHost> StartAsync(string engine)
    {
        CompetitionsHost host = await CompetitionsHost.StartAsync(
            scores =>
            {
                if (engine == "sqlite")
                    scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
                else
                    scores.UseVolatileInbox();
                scores.Services.AddSingleton(_wallet);
                scores.AddTournaments(tournaments => tournaments.Add(new TournamentDefinition { Id = "cup", StartsAt = Events.Noon.AddHours(-1), Duration = TimeSpan.FromDays(1) }))
                    .AddTargets(targets => targets.Add(new TargetDefinition { Id = "first", Goal = TargetGoal.ScoreAtLeast(1_000), Reward = new Reward("coins", 50) }))
                    .AddRewardHandler<Wallet>()
                    .AddPlausibility(rules => rules.Add(new PlausibilityRules { MaxScore = 1_000, OneCountryPerSession = true, Outcome = PlausibilityOutcome.Mark }));
            },
            null,
            waitUntilReady: false,
            new LeaderboardDefinition { Id = "b" });
        await UntilAsync(host, () => ValueTask.FromResult(host.Services.GetRequiredService<CompetitionsHandler>().IsReady));
        return host;
    }

    /// <summary>Like a response of Kestrel's: it is written to asynchronously or not at all.</summary>
    private sealed class ResponseBody : Stream
    {
        private readonly MemoryStream _written = new();

        public ReadOnlyMemory<byte> Written => _written.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _written.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _written.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Wallet : IRewardHandler
    {
        public List<RewardGrant> Paid { get; } = [];

        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            lock (Paid)
                Paid.Add(grant);
            return default;
        }
    }
}
