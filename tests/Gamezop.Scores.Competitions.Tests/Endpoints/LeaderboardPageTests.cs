using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class LeaderboardPageTests
{
    private static readonly LeaderboardDefinition Daily = new() { Id = "knife-daily", Games = ["NyM_JGWcx"], Window = LeaderboardWindow.Daily, Grace = TimeSpan.FromDays(1) };
    private static readonly LeaderboardDefinition ByCountry = new() { Id = "countries", PartitionBy = LeaderboardPartition.Country, Order = LeaderboardOrder.Ascending, Ranking = LeaderboardRanking.Dense };

    [Fact]
    public async Task A_page_looks_as_the_design_shows_it()
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("u1", 1840, at: Events.Noon.AddMilliseconds(-123));
        await host.PostAsync("u2", 12.5, country: null);

        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/knife-daily");

        (await answer.Content.ReadAsStringAsync()).Should().Be(
            """{"id":"knife-daily","window":{"key":"2026-11-23","startsAt":"2026-11-23T00:00:00.000Z","endsAt":"2026-11-24T00:00:00.000Z","closed":false},"partition":null,"order":"descending","total":2,"entries":"""
            + """[{"rank":1,"userId":"u1","score":1840,"achievedAt":"2026-11-23T11:59:59.877Z","country":"IN"},{"rank":2,"userId":"u2","score":12.5,"achievedAt":"2026-11-23T12:00:00.000Z","country":null}]}""");
        answer.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
    }

    [Fact]
    public async Task A_score_that_waited_in_the_inbox_is_on_the_page()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.UseVolatileInbox().Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new RunningClock())), null, waitUntilReady: true,
            new LeaderboardDefinition { Id = "all" });
        await host.PostAsync("u1", 7);

        JsonElement page = await host.GetJsonAsync("/competitions/leaderboards/all");
        for (int i = 0; i < 1000 && page.GetProperty("total").GetInt32() == 0; i++)
        {
            await Task.Delay(10);
            page = await host.GetJsonAsync("/competitions/leaderboards/all");
        }

        page.GetProperty("entries")[0].GetProperty("userId").GetString().Should().Be("u1");
    }

    [Fact]
    public async Task All_boards_are_listed()
    {
        await using var host = await CompetitionsHost.StartAsync(
            Daily, ByCountry, new LeaderboardDefinition { Id = "noon", Window = LeaderboardWindow.Cron("0 12 * * *"), Ranking = LeaderboardRanking.Competition });

        JsonElement list = await host.GetJsonAsync("/competitions/leaderboards");

        list.GetRawText().Should().Be(
            """{"leaderboards":[{"id":"countries","order":"ascending","window":"allTime","partitionBy":"country","ranking":"dense"},"""
            + """{"id":"knife-daily","order":"descending","window":"daily","partitionBy":"none","ranking":"ordinal"},"""
            + """{"id":"noon","order":"descending","window":"cron 0 12 * * *","partitionBy":"none","ranking":"competition"}]}""");
    }

    [Theory]
    [InlineData("?offset=1&limit=1", "b")]
    [InlineData("?limit=2", "a,b")]
    [InlineData("?offset=2147483647", "")]
    [InlineData("?limit=1000", "a,b,c")]
    [InlineData("?window=current&partition=&offset=0&limit=50", "a,b,c")]
    [InlineData("?window=2026-11-23", "a,b,c")]
    [InlineData("?window=previous", "y")]
    [InlineData("?window=2026-11-22", "y")]
    [InlineData("?window=2026-11-21", "")]
    public async Task Paging_and_windows_are_by_query(string query, string users)
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("a", 3);
        await host.PostAsync("b", 2);
        await host.PostAsync("c", 1);
        await host.PostAsync("y", 9, at: Events.Noon.AddHours(-13));

        JsonElement page = await host.GetJsonAsync("/competitions/leaderboards/knife-daily" + query);

        string.Join(",", page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString())).Should().Be(users);
    }

    [Theory]
    [InlineData("IN", "IN", "a")]
    [InlineData("us", "US", "b")]
    [InlineData("FR", "FR", "")]
    public async Task A_partition_is_a_ranking_of_its_own(string asked, string shown, string users)
    {
        await using var host = await CompetitionsHost.StartAsync(ByCountry);
        await host.PostAsync("a", 3, country: "IN");
        await host.PostAsync("b", 2, country: "us");

        JsonElement page = await host.GetJsonAsync("/competitions/leaderboards/countries?partition=" + asked);

        page.GetProperty("partition").GetString().Should().Be(shown);
        string.Join(",", page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString())).Should().Be(users);
    }

    [Fact]
    public async Task A_window_that_closed_before_a_rebuild_is_asked_for_the_partitions_that_it_has()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<IScoreLedger>(new EmptyLedger()), null, waitUntilReady: true,
            new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Game });
        await host.PostAsync("a", 3);
        host.Time.SetUtcNow(Events.Noon.AddHours(14));
        const string Page = "/competitions/leaderboards/b?window=2026-11-23&partition=NyM_JGWcx";
        while (!(await host.GetJsonAsync(Page)).GetProperty("window").GetProperty("closed").GetBoolean())
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        await host.Services.GetRequiredService<IRebuild>().RunWithAsync(
            new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Country }, "test", "by country");

        (await host.GetJsonAsync(Page)).GetProperty("total").GetInt32().Should().Be(1);
        await host.GetAsync("/competitions/leaderboards/b?window=2026-11-23&partition=other").ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=+5", "limit")]
    [InlineData("limit=5&limit=6", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=2147483648", "offset")]
    [InlineData("offset=1.5", "offset")]
    [InlineData("window=", "window")]
    [InlineData("window=today", "window")]
    [InlineData("window=Current", "window")]
    [InlineData("window=2026-11-23%0A", "window")]
    [InlineData("window=current&window=previous", "window")]
    [InlineData("partition=%00", "partition")]
    [InlineData("partition=IND", "country")]
    [InlineData("partition=IN&partition=US", "partition")]
    public async Task What_can_mean_nothing_is_a_bad_request(string query, string named)
    {
        await using var host = await CompetitionsHost.StartAsync(ByCountry);

        (await host.GetAsync("/competitions/leaderboards/countries?" + query).ShouldBeProblemAsync(HttpStatusCode.BadRequest)).Should().Contain(named);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("knife-daily?window=2026-W48")]
    [InlineData("knife-daily?window=20261123T120000Z")]
    [InlineData("knife-daily?window=2026-13-45")]
    [InlineData("knife-daily?window=2020-01-01")]
    [InlineData("knife-daily?window=2030-01-01")]
    [InlineData("knife-daily?partition=IN")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);

        (await host.GetAsync("/competitions/leaderboards/" + path).ShouldBeProblemAsync(HttpStatusCode.NotFound)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Until_the_store_is_read_there_is_no_answer()
    {
        var release = new TaskCompletionSource();
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<ILeaderboardStore>(new FaultyStore(new MemoryLeaderboardStore()) { Starting = release.Task }), null, waitUntilReady: false, Daily);

        foreach (string path in (string[])["leaderboards", "leaderboards/knife-daily", "leaderboards/knife-daily/users/u", "live?leaderboard=knife-daily"])
            (await host.GetAsync("/competitions/" + path, "u").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable)).Should().Contain("Try again");

        release.SetResult();
        await host.ReadyAsync();
        (await host.GetJsonAsync("/competitions/leaderboards/knife-daily")).GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("a", 3);
        EntityTagHeaderValue tag = await TagAsync(host);
        tag.IsWeak.Should().BeFalse();

        (await AskAsync(host, tag.Tag)).Should().Be(HttpStatusCode.NotModified);
        (await AskAsync(host, $"\"other\", W/{tag.Tag}")).Should().Be(HttpStatusCode.NotModified);
        (await AskAsync(host, "*")).Should().Be(HttpStatusCode.NotModified);
        (await AskAsync(host, "\"other\"")).Should().Be(HttpStatusCode.OK);
        await host.PostAsync("a", 2, 1);
        (await TagAsync(host)).Should().Be(tag, "a score that is no better changes nothing");
        await host.PostAsync("b", 1, 2);
        (await AskAsync(host, tag.Tag)).Should().Be(HttpStatusCode.OK);
        (await TagAsync(host)).Should().NotBe(tag);
    }

    [Fact]
    public async Task A_new_name_and_a_ban_change_the_tag_of_a_closed_window_too()
    {
        var names = new Renaming();
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<IPlayerDirectory>(names), null, waitUntilReady: true, new LeaderboardDefinition { Id = "knife-daily", Window = LeaderboardWindow.Daily });
        await host.PostAsync("a", 3);
        await host.PostAsync("b", 2);
        host.Time.SetUtcNow(Events.Noon.AddHours(14));
        const string Page = "/competitions/leaderboards/knife-daily?window=2026-11-23";
        while (!(await host.GetJsonAsync(Page)).GetProperty("window").GetProperty("closed").GetBoolean())
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        string first = await TagAsync();
        names.Name = "Anna";
        (await TagAsync()).Should().Be(first, "names are kept for a minute");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        string second = await TagAsync();
        await host.Players.BanAsync("b", "test", "test");

        string[] tags = [first, second, await TagAsync()];
        tags.Should().OnlyHaveUniqueItems();

        async Task<string> TagAsync()
        {
            using HttpResponseMessage answer = await host.GetAsync(Page);
            return answer.Headers.ETag!.Tag;
        }
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would()
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("a", 3);
        using HttpResponseMessage get = await host.GetAsync("/competitions/leaderboards/knife-daily");
        string body = await get.Content.ReadAsStringAsync();

        using HttpResponseMessage head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/competitions/leaderboards/knife-daily"));

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Headers.ETag.Should().Be(get.Headers.ETag);
        head.Content.Headers.ContentLength.Should().Be(body.Length);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Names_and_pictures_are_there_with_a_directory_alone()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => scores.Services.AddSingleton<IPlayerDirectory, Directory>(), null, waitUntilReady: true, Daily);
        await host.PostAsync("a", 3);
        await host.PostAsync("b", 2);

        JsonElement entries = (await host.GetJsonAsync("/competitions/leaderboards/knife-daily")).GetProperty("entries");

        entries[0].GetProperty("name").GetString().Should().Be("Ann");
        entries[0].GetProperty("avatar").GetString().Should().Be("https://example.org/a.png");
        entries[1].TryGetProperty("name", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_directory_that_hangs_costs_names_and_no_ranking()
    {
        var hanging = new Hanging();
        await using var host = await CompetitionsHost.StartAsync(scores => scores.Services.AddSingleton<IPlayerDirectory>(hanging), null, waitUntilReady: true, Daily);
        await host.PostAsync("a", 3);

        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=knife-daily");
        Task<JsonElement> followed = live.BoardAsync();
        Task<JsonElement> asked = host.GetJsonAsync("/competitions/leaderboards/knife-daily");
        while (!followed.IsCompleted || !asked.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
            host.Time.GetUtcNow().Should().BeBefore(Events.Noon.AddMinutes(1));
        }

        (await asked).GetProperty("entries")[0].TryGetProperty("name", out _).Should().BeFalse();
        (await followed).GetProperty("total").GetInt32().Should().Be(1);
        hanging.Cancelled.Should().BeTrue("nobody waits any more");
    }

    [Fact]
    public async Task Conventions_reach_every_route()
    {
        await using var host = await CompetitionsHost.StartAsync(null, group => group.Add(endpoint => endpoint.RequestDelegate = context =>
        {
            context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
            return Task.CompletedTask;
        }), waitUntilReady: true, Daily);

        foreach (string path in (string[])["leaderboards", "leaderboards/knife-daily", "leaderboards/knife-daily/users/u", "live?leaderboard=knife-daily"])
            (await host.GetAsync("/competitions/" + path)).StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        (await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/competitions/leaderboards"))).StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
    }

    private static async Task<EntityTagHeaderValue> TagAsync(CompetitionsHost host)
    {
        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/knife-daily");
        return answer.Headers.ETag!;
    }

    private static async Task<HttpStatusCode> AskAsync(CompetitionsHost host, string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/competitions/leaderboards/knife-daily");
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using HttpResponseMessage answer = await host.Client.SendAsync(request);
        answer.Headers.ETag.Should().NotBeNull();
        return answer.StatusCode;
    }

    private sealed class EmptyLedger : IScoreLedger
    {
        public bool KeepsEvents => true;

        public ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken) => default;

        public IAsyncEnumerable<IReadOnlyList<ScoreContext>> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<IReadOnlyList<ScoreContext>>();

        public ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken) => default;
    }

    private sealed class Directory : IPlayerDirectory
    {
        public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
            new(new Dictionary<string, PlayerProfile> { ["a"] = new("Ann", "https://example.org/a.png") });
    }

    private sealed class Hanging : IPlayerDirectory
    {
        public bool Cancelled { get; private set; }

        public async ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(() => Cancelled = true);
            await new TaskCompletionSource().Task;
            return new Dictionary<string, PlayerProfile>();
        }
    }

    private sealed class Renaming : IPlayerDirectory
    {
        public volatile string Name = "Ann";

        public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
            new(new Dictionary<string, PlayerProfile> { ["a"] = new(Name) });
    }
}
