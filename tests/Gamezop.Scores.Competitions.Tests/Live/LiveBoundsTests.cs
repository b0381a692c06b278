using System.Buffers;
using System.Net;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Live;

/// <summary>What strangers who open live streams may cost.</summary>
public sealed class LiveBoundsTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b", PartitionBy = LeaderboardPartition.Country };

    [Fact]
    public async Task Streams_of_every_limit_share_one_rendering_and_see_their_own_page()
    {
        const int Streams = 60;
        await using var host = await CompetitionsHost.StartAsync(Board);
        for (var i = 0; i < 70; i++)
            await host.PostAsync($"u{i:00}", i);
        using var counters = new LiveCounters(host);
        var readers = new EventReader[Streams];
        // The longest first: the others are served from what was rendered for it.
        for (var i = 0; i < Streams; i++)
        {
            readers[i] = await EventReader.OpenAsync(host.Client, $"leaderboard=b&limit={Streams - i}");
            await readers[i].BoardAsync();
        }

        counters.Renderings.Should().Be(1);
        for (var change = 1; change <= 3; change++)
        {
            await host.PostAsync("best", 100 + change, change);
            await ShowAsync(change);
            counters.Renderings.Should().Be(1 + change);
        }

        foreach (var reader in readers)
            reader.Dispose();

        async Task ShowAsync(int change)
        {
            for (var i = 0; i < Streams; i++)
            {
                var shown = await readers[i].BoardAsync(host);
                shown.GetRawText().Should().Be((await host.GetJsonAsync($"/competitions/leaderboards/b?limit={Streams - i}")).GetRawText(),
                    $"of change {change}");
            }
        }
    }

    [Fact]
    public void A_page_that_is_cut_for_a_thousand_readers_is_not_rendered_or_copied_again()
    {
        var entries = Enumerable.Range(1, 100).Select(rank =>
            new LeaderboardEntry { Rank = rank, UserId = $"user-{rank}", Score = 1_000 - rank, AchievedAt = Events.Noon });
        var page = new LeaderboardPage
        {
            LeaderboardId = "b",
            Window = new LeaderboardWindowInfo("all", null, null, false),
            Order = LeaderboardOrder.Descending,
            Total = 100,
            Entries = [.. entries],
        };
        var frame = LiveFrame.Render(page, 100);
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        Send(1);
        Send(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var reader = 0; reader < 1_000; reader++)
            Send(reader % 2 == 0 ? 1 : 100);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().BeLessThan(1_000);
        JsonDocument.Parse(output.WrittenMemory[6..]).RootElement.GetProperty("entries").GetArrayLength().Should().Be(100);
        Send(0);
        JsonDocument.Parse(output.WrittenMemory[6..]).RootElement.GetProperty("entries").GetArrayLength().Should().Be(0);
        Enumerable.Range(0, 101).Select(frame.Tag).Should().OnlyHaveUniqueItems();
        frame.Tag(1_000).Should().Be(frame.Tag(100));

        void Send(int limit)
        {
            _ = frame.Tag(limit);
            output.ResetWrittenCount();
            frame.Write(output, limit);
        }
    }

    [Fact]
    public async Task A_longer_page_comes_at_once_and_what_is_beyond_a_shorter_one_is_not_sent_to_it()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        for (var i = 0; i < 5; i++)
            await host.PostAsync($"u{i}", 10 + i);
        using var shorter = await EventReader.OpenAsync(host.Client, "leaderboard=b&limit=2");
        (await shorter.BoardAsync()).GetProperty("entries").GetArrayLength().Should().Be(2);

        // Time stands still: no tick of the clock helps.
        using var longer = await EventReader.OpenAsync(host.Client, "leaderboard=b&limit=5");
        (await longer.BoardAsync()).GetProperty("entries").GetArrayLength().Should().Be(5);
        await host.PostAsync("u0", 10.5, 1);
        (await longer.BoardAsync(host)).GetProperty("entries")[4].GetProperty("score").GetDouble().Should().Be(10.5);
        await host.PostAsync("u4", 99, 2);

        (await shorter.BoardAsync(host)).GetProperty("entries")[0].GetProperty("score").GetDouble()
            .Should().Be(99, "it is the first that is new to this reader");
    }

    [Fact]
    public async Task One_stream_too_many_is_refused_until_another_one_ends()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveStreams = 2 }, Board);
        using var counters = new LiveCounters(host);
        using var first = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        var second = await EventReader.OpenAsync(host.Client, "leaderboard=b&limit=20");

        using (var refused = await host.GetAsync("/competitions/live?leaderboard=b"))
        {
            refused.Headers.RetryAfter.Should().NotBeNull();
            await Task.FromResult(refused).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        }

        second.Dispose();
        await Deadline.UntilAsync(() => counters.Streams <= 1);
        using var third = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        (await third.BoardAsync()).GetProperty("id").GetString().Should().Be("b");
    }

    [Theory]
    [InlineData("leaderboard=b&leaderboard=b,all,US")]
    [InlineData("leaderboard=b,all,US")]
    [InlineData("leaderboard=b,all,IN&leaderboard=b,all,FR&leaderboard=b,all,DE")]
    public async Task One_ranking_too_many_is_refused_and_those_that_are_followed_are_not(string query)
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 1 }, Board);
        foreach (var country in (string[])["IN", "US", "FR", "DE"])
            await host.PostAsync(country, 1, country: country);
        using var first = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,all,IN");

        await host.GetAsync("/competitions/live?" + query).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);

        using var again = await EventReader.OpenAsync(host.Client, "leaderboard=b,all,IN&limit=100");
        (await again.BoardAsync()).GetProperty("partition").GetString().Should().Be("IN");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_bound_is_at_least_one(int bound)
    {
        var options = new GamezopCompetitionsOptions();
        FluentActions.Invoking(() => options.MaxLiveStreams = bound).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => options.MaxLiveRankings = bound).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task What_was_seen_last_may_be_said_in_the_query_and_the_header_is_newer()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync("u1", 1);
        using var live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();
        var old = live.LastId;
        await host.PostAsync("u1", 2, 1);
        await live.BoardAsync(host);
        var seen = live.LastId;

        (await NextAsync($"leaderboard=b&lastEventId={seen}")).Should().BeNull("all is known, and a sign of life comes");
        (await NextAsync($"leaderboard=b&lastEventId={old}", seen)).Should().BeNull();
        (await NextAsync($"leaderboard=b&lastEventId={seen}", old)).Should().NotBeNull();
        (await NextAsync($"leaderboard=b&lastEventId={old}")).Should().NotBeNull();
        await host.GetAsync($"/competitions/live?leaderboard=b&lastEventId={old}&lastEventId={seen}").ShouldBeProblemAsync(HttpStatusCode.BadRequest);

        async Task<JsonElement?> NextAsync(string query, string? header = null)
        {
            using var reader = await EventReader.OpenAsync(host.Client, query, header);
            var next = reader.NextAsync();
            await Deadline.UntilAsync(() => next.IsCompleted, () => host.Time.Advance(TimeSpan.FromSeconds(1)));
            return await next;
        }
    }

    [Theory]
    [InlineData("x%0Adata:%20forged.x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA%0D%0A.x")]
    [InlineData("%3Cscript%3EAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_a_caller_says_was_seen_is_not_sent_back_unless_it_could_be_ours(string id)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using var live = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,all,IN&lastEventId=" + id);

        await live.BoardAsync();
        live.LastId.Should().MatchRegex(@"^([A-Za-z0-9_-]{22})?\.([A-Za-z0-9_-]{22})?$");
        await live.BoardAsync(host);
        live.LastId.Should().MatchRegex(@"^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}$");
    }
}
