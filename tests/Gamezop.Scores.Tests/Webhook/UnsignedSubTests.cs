using System.Net;
using System.Text.Json;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>Subs that come with scores follow the rules of those that are made here.</summary>
public sealed class UnsignedSubTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { ".", "is '.', which vanishes from URL paths" },
        { "..", "is '..', which vanishes from URL paths" },
        { " u", "begins or ends with white space" },
        { "u\u00A0", "begins or ends with white space" },
        { "u\u2028", "begins or ends with white space" },
        { "u\n1", "contains a control character" },
        { "u\u007F", "contains a control character" },
        { "u\u0085u", "contains a control character" },
        { "u\u202Egpj", "contains a character that changes the direction of writing" },
        { "\u2066u\u2069", "contains a character that changes the direction of writing" },
        { "u\u202A", "contains a character that changes the direction of writing" },
        { new string('u', 101), "is longer than 100 UTF-16 code units" },
        { string.Concat(Enumerable.Repeat("\U0001F600", 51)), "is longer than 100 UTF-16 code units" },
    };

    public static TheoryData<string> Sound => [new string('u', 100), "a b", "\u05D0\u05D1", "...", "\U0001F600", "u/1", "\u200Eu\u200F", string.Concat(Enumerable.Repeat("\U0001F600", 50)), "12345"];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_sub_that_breaks_a_rule_is_answered_400_and_kept_as_unreadable(string sub, string reason)
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)));
        using var response = await host.PostAsync(Payload(sub), ScoresHost.Key);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        (problem.GetProperty("member").GetString(), problem.GetProperty("detail").GetString()).Should().Be(("subId", $"'subId' {reason}."));
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var letter = (await letters.ListAsync()).Should().ContainSingle().Subject;
        letter.Should().Match<DeadLetter>(kept => kept.IsUnreadable && kept.UserId == null && kept.Error == $"'subId' {reason}.");
        (await letters.ReplayAsync(letter.Id)).Should().BeFalse("it is no user id the second time either");
        (await host.Services.GetRequiredService<IEventLog>().ReadLedgerAsync(default, null, 10, default)).Events.Should().BeEmpty();
        GameUrlBuilder.TryBuild("https://3025.play.gamezop.com/g/NyM_JGWcx", sub, out _, out var error).Should().BeFalse();
        error.Should().Be($"The sub {reason}.", "there is one set of rules");
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task A_sub_that_breaks_none_is_the_users_id_and_fits_a_game_url(string sub)
    {
        await using var host = await ScoresHost.StartAsync();
        using var response = await host.PostAsync(Payload(sub), ScoresHost.Key);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().ContainSingle().Which.UserId.Should().Be(sub);
        GameUrlBuilder.TryBuild("https://3025.play.gamezop.com/g/NyM_JGWcx", sub, out _, out _).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_store_a_broken_sub_is_400_as_well()
    {
        await using var host = await ScoresHost.StartAsync();
        using var response = await host.PostAsync(Payload(".."), ScoresHost.Key);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        host.Received.All.Should().BeEmpty();
    }

    [Fact]
    public async Task During_the_change_over_a_broken_sub_is_unreadable_too()
    {
        await using var host = await ScoresHost.StartAsync(settings: new()
        {
            ["Gamezop:ApiKeys:0"] = ScoresHost.Key,
            ["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[16]),
            ["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z",
        });
        using var broken = await host.PostAsync(Payload(".."), ScoresHost.Key);
        using var sound = await host.PostAsync(Payload("u1"), ScoresHost.Key);
        (broken.StatusCode, sound.StatusCode).Should().Be((HttpStatusCode.BadRequest, HttpStatusCode.OK));
        host.Received.All.Should().ContainSingle().Which.UserId.Should().Be("u1");
    }

    [Fact]
    public async Task A_forged_sub_that_is_no_user_id_is_answered_200_and_can_never_become_one()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
            new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, ["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[16]) });
        using var response = await host.PostAsync(Payload(".."), ScoresHost.Key);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().BeEmpty();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        (await letters.ListAsync()).Should().ContainSingle().Which.IsUnreadable.Should().BeTrue();
        (await letters.ReplayAllAsync()).Should().Be(0);
    }

    private static string Payload(string sub) => ScoresHost.Payload(subId: JsonEncodedText.Encode(sub).ToString());
}
