using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>What a sender can have kept beside the members that an event has.</summary>
public sealed class AdditionalMembersTests
{
    [Theory]
    [InlineData(8_192, 1, HttpStatusCode.OK)]
    [InlineData(8_193, 1, HttpStatusCode.BadRequest)]
    [InlineData(8_192, 100, HttpStatusCode.OK)]
    [InlineData(8_200, 100, HttpStatusCode.BadRequest)]
    public async Task Additional_members_are_bounded_together(int bytes, int members, HttpStatusCode expected)
    {
        await using var host = await ScoresHost.StartAsync();

        using var answer = await host.PostAsync(Payload(bytes, members), ScoresHost.Key);

        answer.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.BadRequest)
            (await answer.Content.ReadAsStringAsync()).Should().Contain("additional members").And.Contain("MaxAdditionalBytes").And.Contain("8192");
    }

    [Fact]
    public async Task The_bound_is_a_setting_that_takes_effect_without_a_restart()
    {
        await using var host = await ScoresHost.StartAsync(settings: new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, ["Gamezop:MaxAdditionalBytes"] = "0" });
        using (var refused = await host.PostAsync(Payload(10, 1), ScoresHost.Key))
            refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using (var without = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
            without.StatusCode.Should().Be(HttpStatusCode.OK);

        host.Configuration["Gamezop:MaxAdditionalBytes"] = "10";
        host.Configuration.Reload();

        using var taken = await host.PostAsync(Payload(10, 1), ScoresHost.Key);
        taken.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_that_was_refused_can_be_replayed_by_an_operator()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler("lambda", (_, _) => default).UseVolatileInbox());
        using (var answer = await host.PostAsync(Payload(9_000, 3), ScoresHost.Key))
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);

        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var letter = (await letters.ListAsync()).Should().ContainSingle().Which;
        letter.Error.Should().Contain("additional members");
        (await letters.ReplayAsync(letter.Id)).Should().BeTrue();
    }

    /// <summary>An event with additional members whose names and values take so many bytes together.</summary>
    private static string Payload(int bytes, int members)
    {
        // A name of four letters and two quotation marks around the text.
        var texts = Enumerable.Range(0, members).Select(i => (bytes * (i + 1) / members) - (bytes * i / members) - 6);
        return ScoresHost.Payload()[..^1] + string.Concat(texts.Select((length, i) => $",\"m{i:000}\":\"{new string('x', length)}\"")) + "}";
    }
}
