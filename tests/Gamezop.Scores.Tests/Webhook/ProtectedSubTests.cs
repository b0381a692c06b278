using System.Net;
using System.Web;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>From a game URL to the handler, with protected subs.</summary>
public sealed class ProtectedSubTests
{
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";
    private static readonly byte[] A = [.. Enumerable.Repeat((byte)'a', 16)];
    private static readonly byte[] B = [.. Enumerable.Repeat((byte)'b', 16)];
    private static readonly byte[] C = [.. Enumerable.Repeat((byte)'c', 16)];

    [Fact]
    public async Task The_sub_of_a_game_url_comes_back_as_the_users_id()
    {
        await using var host = await ScoresHost.StartAsync(settings: Settings(A));
        foreach (var user in new[] { "u1", "é \U0001F600", new string('x', 47) })
        {
            var url = await host.Services.GetRequiredService<IGameUrls>().CreateAsync(Game, user);
            (await PostAsync(host, HttpUtility.ParseQueryString(url.Query)["sub"]!)).Should().Be(HttpStatusCode.OK);
        }

        host.Received.All.Select(context => context.UserId).Should().Equal("u1", "é \U0001F600", new string('x', 47));
    }

    [Fact]
    public async Task Subs_of_every_configured_key_are_read_and_those_of_a_removed_one_are_not()
    {
        await using var host = await ScoresHost.StartAsync(settings: Settings(B, A));
        await PostAsync(host, new SubProtector(A).Protect("old"));
        await PostAsync(host, new SubProtector(B).Protect("new"));
        host.Received.All.Select(context => context.UserId).Should().Equal("old", "new");

        host.Configuration["Gamezop:SubKeys:1"] = Convert.ToBase64String(B);
        host.Configuration.Reload();
        (await PostAsync(host, new SubProtector(A).Protect("old"), 7)).Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().HaveCount(2);
    }

    [Fact]
    public async Task Rotated_users_stay_the_same_user_in_both_directions()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)), Settings(A, A));
        var first = await SubAsync(host, "ann");
        foreach (var (one, other) in new[] { (B, A), (A, B) })
        {
            host.Configuration["Gamezop:SubKeys:0"] = Convert.ToBase64String(one);
            host.Configuration["Gamezop:SubKeys:1"] = Convert.ToBase64String(other);
            host.Configuration.Reload();
            (await SubAsync(host, "ann")).Should().Be(first);
            await PostAsync(host, await SubAsync(host, "ann"), one[0]);
            (await host.Received.NextAsync()).UserId.Should().Be("ann");
        }
    }

    [Fact]
    public async Task Forged_subs_are_answered_200_and_quarantined()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores.UseVolatileInbox(), Settings(A));
        var sub = new SubProtector(A).Protect("ann");
        string[] forged = ["ann", new SubProtector(B).Protect("ann"), sub[..^1], sub + "A", sub.Remove(5, 1), sub.Replace(sub[20], sub[20] == 'A' ? 'B' : 'A'), sub + "="];
        for (var i = 0; i < forged.Length; i++)
            (await PostAsync(host, forged[i], i)).Should().Be(HttpStatusCode.OK);
        var kept = await host.Services.GetRequiredService<IQuarantine>().ListAsync();
        kept.Select(entry => (entry.Reason, entry.Event.UserId)).Should().Equal(forged.Select(one => ("forged", one)));
        (await host.Services.GetRequiredService<IEventLog>().ReadLedgerAsync(default, null, 10, default)).Events.Should().BeEmpty();
    }

    [Fact]
    public async Task What_came_while_a_key_was_missing_is_released_to_its_user_when_the_key_is_back()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
            Settings(A));
        var quarantine = host.Services.GetRequiredService<IQuarantine>();
        string[] subs = [new SubProtector(B).Protect("ann"), new SubProtector(C).Protect("ann"), "plain"];
        for (var i = 0; i < subs.Length; i++)
            (await PostAsync(host, subs[i], i)).Should().Be(HttpStatusCode.OK);
        var kept = await quarantine.ListAsync();
        foreach (var entry in kept.Take(2))
            (await FluentActions.Awaiting(() => quarantine.ReleaseAsync(entry.Id).AsTask()).Should().ThrowAsync<QuarantineRefusedException>())
                .WithMessage("*add it to SubKeys and release the event again*").Which.Message.Should().NotContain(entry.Event.UserId);
        (await quarantine.ListAsync()).Should().HaveCount(3, "a release that is refused changes nothing");

        host.Configuration["Gamezop:SubKeys:1"] = Convert.ToBase64String(B);
        host.Configuration.Reload();
        (await quarantine.ReleaseAsync(kept[0].Id)).Should().BeTrue();
        var received = await host.Received.NextAsync();
        received.Should().Match<ScoreContext>(context => context.UserId == "ann" && context.IsReleased && context.Event.SubId == subs[0]);
        (await PostAsync(host, subs[0], 0)).Should().Be(HttpStatusCode.OK, "it is a repeat");
        await FluentActions.Awaiting(() => quarantine.ReleaseAsync(kept[1].Id).AsTask()).Should().ThrowAsync<QuarantineRefusedException>();

        (await quarantine.ReleaseAsync(kept[2].Id)).Should().BeTrue("its sub is a plain id");
        (await host.Received.NextAsync()).UserId.Should().Be("plain");
        (await quarantine.ReleaseAsync(kept[2].Id)).Should().BeFalse("it is gone");
        host.Received.All.Should().HaveCount(2);
    }

    [Fact]
    public async Task During_the_change_over_both_kinds_are_read()
    {
        var settings = Settings(A);
        settings["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z";
        await using var host = await ScoresHost.StartAsync(settings: settings);
        await PostAsync(host, "plain");
        await PostAsync(host, new SubProtector(A).Protect("protected"));
        host.Received.All.Select(context => context.UserId).Should().Equal("plain", "protected");
    }

    [Theory]
    [InlineData("u")]
    [InlineData("ann")]
    [InlineData("1234567890123456789012345678901234567890abcdefg")]
    public async Task During_the_change_over_a_sub_of_a_lost_key_is_forged_and_no_plain_id(string user)
    {
        var settings = Settings(A);
        settings["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z";
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)), settings);
        (await PostAsync(host, new SubProtector(B).Protect(user))).Should().Be(HttpStatusCode.OK);
        var quarantine = host.Services.GetRequiredService<IQuarantine>();
        var kept = (await quarantine.ListAsync()).Should().ContainSingle().Subject;
        kept.Reason.Should().Be("forged");
        (await host.Services.GetRequiredService<IEventLog>().ReadLedgerAsync(default, null, 10, default)).Events.Should().BeEmpty();

        host.Configuration["Gamezop:SubKeys:1"] = Convert.ToBase64String(B);
        host.Configuration.Reload();
        (await quarantine.ReleaseAsync(kept.Id)).Should().BeTrue();
        (await host.Received.NextAsync()).UserId.Should().Be(user);
    }

    [Fact]
    public async Task Without_a_store_the_sub_of_a_lost_key_is_not_handled_during_the_change_over()
    {
        var settings = Settings(A);
        settings["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z";
        await using var host = await ScoresHost.StartAsync(settings: settings);
        (await PostAsync(host, new SubProtector(B).Protect("ann"))).Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("f47ac10b-58cc-4372-a567-0e02b2c3d479")]
    [InlineData("356a192b7913b04c54574d18c28d46e6395428ab")]
    [InlineData("356A192B7913B04C54574D18C28D46E6395428AB")]
    [InlineData("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b")]
    [InlineData("somebody.with.a.very.long.address@mail.Example.org")]
    public async Task During_the_change_over_ids_of_common_forms_are_plain_ids(string user)
    {
        var settings = Settings(A);
        settings["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z";
        await using var host = await ScoresHost.StartAsync(settings: settings);
        await PostAsync(host, user);
        host.Received.All.Should().ContainSingle().Which.UserId.Should().Be(user);
    }

    private static Dictionary<string, string?> Settings(params byte[][] keys)
    {
        var settings = new Dictionary<string, string?> { ["Gamezop:ApiKeys:0"] = ScoresHost.Key };
        for (var i = 0; i < keys.Length; i++)
            settings[$"Gamezop:SubKeys:{i}"] = Convert.ToBase64String(keys[i]);
        return settings;
    }

    private static async Task<string> SubAsync(ScoresHost host, string user) =>
        HttpUtility.ParseQueryString((await host.Services.GetRequiredService<IGameUrls>().CreateAsync(Game, user)).Query)["sub"]!;

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, string sub, double score = 42)
    {
        using var response = await host.PostAsync(ScoresHost.Payload(subId: sub, score: score), ScoresHost.Key);
        return response.StatusCode;
    }
}
