using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gamezop.Scores.Competitions.Tests.Live;

public sealed class LiveTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b", PartitionBy = LeaderboardPartition.Country };
    private static readonly LeaderboardDefinition Daily = new() { Id = "daily", Window = LeaderboardWindow.Daily };

    [Fact]
    public async Task A_board_comes_at_once_and_again_when_it_changes()
    {
        await using var host = await StartAsync(Board);
        await host.PostAsync("u1", 10);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");

        JsonElement first = await live.BoardAsync();
        await host.PostAsync("u2", 20, 1);
        JsonElement second = await live.BoardAsync();

        live.Answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        first.GetRawText().Should().Be((await PageAtFirstAsync()).GetRawText());
        Show(second).Should().Be("b/all/:u2=20,u1=10");

        async Task<JsonElement> PageAtFirstAsync()
        {
            await using var other = await CompetitionsHost.StartAsync(Board);
            await other.PostAsync("u1", 10);
            return await other.GetJsonAsync("/competitions/leaderboards/b?limit=10");
        }
    }

    [Fact]
    public async Task A_score_that_waited_in_the_inbox_arrives()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => RealTime(scores.UseVolatileInbox()), null, waitUntilReady: true, Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        Show(await live.BoardAsync()).Should().Be("b/all/:");

        await host.PostAsync("u1", 10);

        Show(await live.BoardAsync()).Should().Be("b/all/:u1=10");
    }

    [Fact]
    public async Task A_board_that_is_rebuilt_comes_in_its_new_order_and_goes_on()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => RealTime(scores.UseVolatileInbox()), null, waitUntilReady: true, Daily);
        await host.PostAsync("u1", 10);
        await host.PostAsync("u2", 20, 1);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=daily");
        await ShowsAsync("daily/2026-11-23/:u2=20,u1=10");

        await host.Services.GetRequiredService<IRebuild>().RunWithAsync(
            new LeaderboardDefinition { Id = "daily", Window = LeaderboardWindow.Daily, Order = LeaderboardOrder.Ascending }, "test", "the other way round");

        await ShowsAsync("daily/2026-11-23/:u1=10,u2=20");
        await host.PostAsync("u3", 15, 2);
        await ShowsAsync("daily/2026-11-23/:u1=10,u3=15,u2=20");

        // Boards come one by one, whatever is ranked in between.
        async Task ShowsAsync(string board)
        {
            while (Show(await live.BoardAsync()) != board)
            {
            }
        }
    }

    [Fact]
    public async Task Several_rankings_share_a_stream_and_each_comes_when_it_changes()
    {
        await using var host = await StartAsync(Board, Daily);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,all,IN&leaderboard=b,current,US&leaderboard=daily,2026-11-20&limit=1");
        var first = new List<string>();
        for (int i = 0; i < 4; i++)
            first.Add(Show(await live.BoardAsync()));

        await host.PostAsync("u1", 10, country: "IN");
        string[] changed = [Show(await live.BoardAsync()), Show(await live.BoardAsync())];
        await host.PostAsync("u2", 20, country: "US");
        string[] again = [Show(await live.BoardAsync()), Show(await live.BoardAsync())];

        first.Should().BeEquivalentTo("b/all/:", "b/all/IN:", "b/all/US:", "daily/2026-11-20/:");
        changed.Should().BeEquivalentTo("b/all/:u1=10", "b/all/IN:u1=10");
        again.Should().BeEquivalentTo("b/all/:u2=20", "b/all/US:u2=20");
    }

    [Fact]
    public async Task Coming_back_brings_only_what_has_changed()
    {
        await using var host = await StartAsync(Board, Daily);
        await host.PostAsync("u1", 10, country: "IN");
        const string Query = "leaderboard=b&leaderboard=b,all,US&leaderboard=b,all,IN";
        string id;
        using (EventReader live = await EventReader.OpenAsync(host.Client, Query))
        {
            for (int i = 0; i < 3; i++)
                await live.BoardAsync();
            id = live.LastId!;
        }

        await host.PostAsync("u2", 20, 1, country: "FR");
        using EventReader back = await EventReader.OpenAsync(host.Client, Query, id);
        string first = Show(await back.BoardAsync());
        await host.PostAsync("u3", 5, 2, country: "US");
        string[] then = [Show(await back.BoardAsync()), Show(await back.BoardAsync())];

        first.Should().Be("b/all/:u2=20,u1=10");
        then.Should().BeEquivalentTo("b/all/:u2=20,u1=10,u3=5", "b/all/US:u3=5");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("a.b.c.d.e.f.g")]
    public async Task An_id_of_another_stream_means_from_the_start(string id)
    {
        await using var host = await StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b", id);

        Show(await live.BoardAsync()).Should().Be("b/all/:");
    }

    [Fact]
    public async Task Current_moves_on_to_the_next_window_by_itself()
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("u1", 10);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=daily");
        Show(await live.BoardAsync()).Should().Be("daily/2026-11-23/:u1=10");

        host.Time.SetUtcNow(Events.Noon.AddHours(12));

        Show(await live.BoardAsync(host)).Should().Be("daily/2026-11-24/:");
    }

    [Fact]
    public async Task A_ban_changes_the_board()
    {
        await using var host = await StartAsync(Board);
        await host.PostAsync("u1", 10);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        await host.Players.BanAsync("u1", "test", "test");

        Show(await live.BoardAsync()).Should().Be("b/all/:");
    }

    [Fact]
    public async Task Where_nothing_changes_there_is_a_sign_of_life()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync(host);

        for (int i = 0; i < 3; i++)
        {
            Task<JsonElement?> next = live.NextAsync();
            while (!next.IsCompleted)
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1);
            }

            (await next).Should().BeNull();
        }
    }

    [Fact]
    public async Task Many_changes_at_once_come_as_one()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        // Time stands still: nothing is looked at.
        for (int i = 1; i <= 50; i++)
            await host.PostAsync("u1", i, i);

        Show(await live.BoardAsync(host)).Should().Be("b/all/:u1=50");
    }

    [Fact]
    public async Task No_more_than_five_come_in_a_second_however_often_it_changes()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        // Two seconds of the host's clock.
        for (int i = 1; i <= 100; i++)
        {
            await host.PostAsync("u1", i, i);
            host.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(2);
        }

        var shown = new List<string>();
        while (shown.LastOrDefault() != "b/all/:u1=100")
            shown.Add(Show(await live.BoardAsync(host)));
        shown.Should().HaveCountGreaterThan(2).And.HaveCountLessThanOrEqualTo(11).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_change_is_rendered_once_for_a_thousand_followers()
    {
        const int Followers = 1_000;
        await using var host = await StartAsync(Board);
        using var counters = new LiveCounters(host);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Followers }) { BaseAddress = host.Client.BaseAddress };
        EventReader[] readers = await Task.WhenAll(Enumerable.Range(0, Followers).Select(_ => EventReader.OpenAsync(client, "leaderboard=b")));
        await Task.WhenAll(readers.Select(reader => reader.BoardAsync()));
        counters.Renderings.Should().Be(1);
        counters.Streams.Should().Be(Followers);

        for (int change = 1; change <= 3; change++)
        {
            await host.PostAsync("u1", change, change);
            JsonElement[] boards = await Task.WhenAll(readers.Select(reader => reader.BoardAsync()));
            boards.Select(Show).Distinct().Should().Equal($"b/all/:u1={change}");
            counters.Renderings.Should().Be(1 + change);
        }

        foreach (EventReader reader in readers)
            reader.Dispose();
        await Deadline.UntilAsync(() => counters.Streams == 0);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_dropped_and_others_go_on()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using var counters = new LiveCounters(host);
        for (int i = 0; i < 100; i++)
            await host.PostAsync($"{new string('u', 90)}-{i:0000}", i);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync("127.0.0.1", host.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /competitions/live?leaderboard=b&limit=100 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        using EventReader other = await EventReader.OpenAsync(host.Client, "leaderboard=b&limit=1");
        await other.BoardAsync();

        int change = 0;
        for (; change < 1_000 && counters.Dropped == 0; change++)
        {
            await host.PostAsync("u", 10_000 + change);
            Show(await other.BoardAsync(host)).Should().Be($"b/all/:u={10_000 + change}");
        }

        counters.Dropped.Should().Be(1);
        change.Should().BeGreaterThan(20, "a reader has ten seconds to go on reading");
        await Deadline.UntilAsync(() => counters.Streams == 1);
    }

    [Fact]
    public async Task Streams_do_not_delay_the_shutdown()
    {
        var host = await StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await live.ReadLineAsync()).Should().BeNull("the stream has ended in good order");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_ranking_that_is_named_twice_comes_once()
    {
        await using var host = await StartAsync(Board);
        for (int i = 0; i < 3; i++)
        {
            using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,current&leaderboard=b,current,");
            await live.BoardAsync();
            await host.PostAsync("u1", i, i);

            Show(await live.BoardAsync()).Should().Be($"b/all/:u1={i}");
            live.LastId.Should().NotContain(".");
        }
    }

    [Theory]
    [InlineData("leaderboard=other")]
    [InlineData("leaderboard=b&leaderboard=other")]
    [InlineData("leaderboard=b,2026-11-23")]
    [InlineData("leaderboard=daily,current,IN")]
    public async Task What_is_not_there_is_not_found_before_the_stream_begins(string query)
    {
        await using var host = await StartAsync(Board, Daily);

        await host.GetAsync("/competitions/live?" + query).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("leaderboard=b&limit=0")]
    [InlineData("leaderboard=b&limit=101")]
    [InlineData("leaderboard=b&limit=1&limit=2")]
    [InlineData("leaderboard=b,")]
    [InlineData("leaderboard=")]
    [InlineData("leaderboard")]
    [InlineData("leaderboard=,current")]
    [InlineData("leaderboard=b&leaderboard=")]
    [InlineData("leaderboard=b,now")]
    [InlineData("leaderboard=b,current,IND")]
    public async Task What_can_mean_nothing_is_a_bad_request(string query)
    {
        await using var host = await StartAsync(Board);

        await host.GetAsync("/competitions/live?" + query).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_stream_follows_no_more_than_twenty_rankings()
    {
        await using var host = await StartAsync(Board);
        string[] partitions = [.. Enumerable.Range(0, 21).Select(i => $"leaderboard=b,all,A{(char)('A' + i)}")];

        await host.GetAsync("/competitions/live?" + string.Join('&', partitions)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        using EventReader live = await EventReader.OpenAsync(host.Client, string.Join('&', partitions[..20]));
        for (int i = 0; i < 20; i++)
            await live.BoardAsync();
    }

    [Fact]
    public async Task A_board_that_is_removed_and_comes_back_is_shown_again()
    {
        await using var host = await StartAsync(Board);
        await host.PostAsync("u1", 10);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        await host.Boards.RemoveAsync("b", "test", "test");
        await host.Boards.AddAsync(Board);

        Show(await live.BoardAsync()).Should().Be("b/all/:");
    }

    [Fact]
    public async Task An_empty_board_that_comes_back_the_other_way_round_is_shown_again()
    {
        await using var host = await StartAsync(Board);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        (await live.BoardAsync()).GetProperty("order").GetString().Should().Be("descending");

        await host.Boards.RemoveAsync("b", "test", "test");
        await host.Boards.AddAsync(new LeaderboardDefinition { Id = "b", Order = LeaderboardOrder.Ascending });

        JsonElement? next = await live.NextAsync();
        next.Should().NotBeNull("a sign of life is all that comes where nothing has changed");
        next!.Value.GetProperty("order").GetString().Should().Be("ascending");
    }

    private static Task<CompetitionsHost> StartAsync(params LeaderboardDefinition[] boards) => CompetitionsHost.StartAsync(RealTime, null, waitUntilReady: true, boards);

    // The clock runs, from the tests' noon on.
    private static void RealTime(IGamezopScoresBuilder scores) => scores.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new RunningClock()));

    private static string Show(JsonElement board)
    {
        string entries = string.Join(",", board.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("userId").GetString()}={entry.GetProperty("score").GetDouble()}"));
        return $"{board.GetProperty("id").GetString()}/{board.GetProperty("window").GetProperty("key").GetString()}/{board.GetProperty("partition").GetString()}:{entries}";
    }
}
