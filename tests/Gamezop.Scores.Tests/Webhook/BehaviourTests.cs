using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>The behaviour table of the README, row by row, over a real Kestrel.</summary>
public sealed class BehaviourTests
{
    [Fact]
    public async Task Right_key_is_answered_200_with_an_empty_body_and_delivered()
    {
        await using var host = await ScoresHost.StartAsync();

        using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        var context = host.Received.All.Should().ContainSingle().Subject;
        context.Event.GameCode.Should().Be("NyM_JGWcx");
        context.Event.State.Should().Be(GameState.Over);
        context.Event.Score.Should().Be(42);
        context.UserId.Should().Be("123-554-111");
        context.Attempt.Should().Be(1);
        context.EventId.Should().MatchRegex("^[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData("THE-KEY-OF-THE-TESTS")]
    [InlineData("the-key-of-the-tests2")]
    [InlineData("the-key-of-the-test")]
    [InlineData("the-key-of-the-tests,the-key-of-the-tests")]
    [InlineData("the-key-of-the-tests", "the-key-of-the-tests")]
    [InlineData("the-key-of-the-tests", "wrong")]
    public async Task No_wrong_or_repeated_key_is_answered_401(params string[] keys)
    {
        await using var host = await ScoresHost.StartAsync();

        using var response = await host.PostAsync(ScoresHost.Payload(), keys);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Should().ContainSingle();
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        host.Received.All.Should().BeEmpty();
        host.Logs.All.Should().NotContain(line => line.Text.Contains("the-key-of-the-tests", StringComparison.OrdinalIgnoreCase) && line.Category.StartsWith("Gamezop"));
    }

    [Fact]
    public async Task Old_and_new_key_are_both_accepted_while_a_key_is_rotated()
    {
        await using var host = await ScoresHost.StartAsync(settings: new() { ["Gamezop:ApiKeys:0"] = "old-key-0123456789", ["Gamezop:ApiKeys:1"] = "new-key-0123456789" });

        foreach (var (key, status) in new[] { ("old-key-0123456789", 200), ("new-key-0123456789", 200), ("older-key-0123456789", 401) })
        {
            using var response = await host.PostAsync(ScoresHost.Payload(), key);
            ((int)response.StatusCode).Should().Be(status);
        }
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("""{"gameCode":"g"}""", "sessionId")]
    [InlineData("""{"gameCode":"","sessionId":"s","gamePlayId":"p","timestamp":1,"score":1,"subId":"u","state":"over"}""", "gameCode")]
    [InlineData("""{"gameCode":"g","sessionId":"s","gamePlayId":"p","timestamp":1,"score":"secret","subId":"u","state":"over"}""", "score")]
    public async Task What_is_no_score_is_answered_400_naming_the_member_but_no_value(string body, string? member)
    {
        await using var host = await ScoresHost.StartAsync();

        using var response = await host.PostAsync(body, ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        text.Should().NotContain("secret");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().Should().Be(400);
        problem.GetProperty("detail").GetString().Should().Contain(member ?? "payload");
        (problem.TryGetProperty("member", out var named) ? named.GetString() : null).Should().Be(member);
        host.Received.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_over_the_limit_is_answered_413_whether_its_length_is_announced_or_not(bool chunked)
    {
        await using var host = await ScoresHost.StartAsync(settings: new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, ["Gamezop:MaxBodyBytes"] = "400" });
        var fits = ScoresHost.Payload().PadRight(400);
        using var content = Content(fits + " ", chunked);
        using var response = await host.PostAsync(content, ScoresHost.Key);
        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");

        using var atTheLimit = Content(fits, chunked);
        using var accepted = await host.PostAsync(atTheLimit, ScoresHost.Key);
        accepted.StatusCode.Should().Be(HttpStatusCode.OK);

        static HttpContent Content(string text, bool chunked) =>
            chunked ? new StreamContent(new NoLength(Encoding.UTF8.GetBytes(text))) : new ByteArrayContent(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_answered_405(string method)
    {
        await using var host = await ScoresHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), ScoresHost.Route);
        using var response = await host.Client.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().Equal("POST");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-8")]
    public async Task Content_type_does_not_matter(string? contentType)
    {
        await using var host = await ScoresHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ScoresHost.Payload()));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var response = await host.PostAsync(content, ScoresHost.Key);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().ContainSingle();
    }

    [Fact]
    public async Task Unknown_states_and_members_are_answered_200_and_delivered()
    {
        await using var host = await ScoresHost.StartAsync();
        var body = ScoresHost.Payload("bonus").Replace("{", """{"season":{"id":7},""");

        using var response = await host.PostAsync(body, ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var delivered = host.Received.All.Single().Event;
        delivered.State.Should().Be(GameState.Unknown);
        delivered.RawState.Should().Be("bonus");
        delivered.AdditionalMembers["season"].GetProperty("id").GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task Forged_sub_is_answered_200_counted_and_not_delivered()
    {
        using var measured = new Measurements();
        var key = Convert.ToBase64String(new byte[32]);
        await using var host = await ScoresHost.StartAsync(
            settings: new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, ["Gamezop:SubKeys:0"] = key });
        measured.Follow(host.Services);

        using var forged = await host.PostAsync(ScoresHost.Payload(subId: "victim"), ScoresHost.Key);
        forged.StatusCode.Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().BeEmpty();
        measured.Sum("gamezop.scores.subs.refused").Should().Be(1);
        host.Logs.All.Should().NotContain(line => line.Text.Contains("victim"));

        var sub = new SubProtector(new byte[32]).Protect("alice");
        using var right = await host.PostAsync(ScoresHost.Payload(subId: sub), ScoresHost.Key);
        right.StatusCode.Should().Be(HttpStatusCode.OK);
        host.Received.All.Single().UserId.Should().Be("alice");
        host.Services.GetRequiredService<IGameUrls>().Create("https://3025.play.gamezop.com/g/NyM_JGWcx", "alice").OriginalString
            .Should().Be($"https://3025.play.gamezop.com/g/NyM_JGWcx?sub={sub}");
    }

    [Fact]
    public async Task Unsigned_subs_are_accepted_until_the_change_over_ends()
    {
        var settings = (string until) => new Dictionary<string, string?>
        {
            ["Gamezop:ApiKeys:0"] = ScoresHost.Key,
            ["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[32]),
            ["Gamezop:AcceptUnsignedSubsUntil"] = until,
        };

        await using var during = await ScoresHost.StartAsync(settings: settings("9999-01-01T00:00:00Z"));
        (await during.PostAsync(ScoresHost.Payload(subId: "bob"), ScoresHost.Key)).Dispose();
        during.Received.All.Single().UserId.Should().Be("bob");

        await using var after = await ScoresHost.StartAsync(settings: settings("2001-01-01T00:00:00Z"));
        (await after.PostAsync(ScoresHost.Payload(subId: "bob"), ScoresHost.Key)).Dispose();
        after.Received.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Handler_that_throws_makes_it_500_after_the_other_handlers_ran()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("broken", (_, _) => throw new InvalidOperationException("no wallet today"))
            .AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)));

        using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).Should().NotContain("wallet");
        host.Received.All.Should().ContainSingle();
        host.Logs.Errors.Should().ContainSingle(text => text.Contains("broken") && text.Contains("no wallet today"));
    }

    [Fact]
    public async Task Handler_that_asks_for_the_event_to_come_again_makes_it_503_with_a_time()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("waits", (_, _) => throw new ScoreDeferredException("no wallet today"))
            .AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)));

        using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
        host.Received.All.Should().ContainSingle("the other handlers run");
        host.Logs.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_that_fails_beside_one_that_waits_makes_it_500(bool filtered)
    {
        await using var host = await ScoresHost.StartAsync(scores =>
        {
            scores.AddHandler("broken", (_, _) => throw new InvalidOperationException()).AddHandler("waits", (_, _) => throw new ScoreDeferredException("later"));
            if (filtered)
                scores.AddFilter<Through>();
        });

        using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Handlers_that_wait_behind_a_filter_make_it_503()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("waits", (_, _) => throw new ScoreDeferredException("later")).AddHandler("too", (_, _) => throw new ScoreDeferredException("later")).AddFilter<Through>());

        using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private sealed class Through : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken) => next(context, cancellationToken);
    }

    private sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
