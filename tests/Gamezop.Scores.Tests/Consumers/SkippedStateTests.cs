using System.Text;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>An event in a state that a handler does not want costs it no parsing: a body that cannot be parsed passes it by.</summary>
public sealed class SkippedStateTests
{
    [Theory]
    [InlineData("""{"state":"playing"}""")]
    [InlineData("""{"gameCode":7,"score":"none","state":"levelup","timestamp":-1}""")]
    [InlineData("""{"state":"start",and here it breaks off""")]
    [InlineData("""{"more":{"state":"over"},"state":"loaded"}""")]
    public async Task A_body_that_cannot_be_parsed_passes_handlers_that_do_not_want_its_state(string body)
    {
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseVolatileInbox()
            .AddHandler("overs", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context), options => options.States = [GameState.Over])
            .AddHandler("all", static (_, _) => ValueTask.CompletedTask));
        var log = host.Services.GetRequiredService<IEventLog>();
        await log.AppendAsync([new StoredEvent(new string('a', 32), "poison", default, Encoding.UTF8.GetBytes(body))], default);
        using (await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
            (await host.Received.NextAsync()).Event.State.Should().Be(GameState.Over);

        await Deadline.UntilAsync(async () => (await log.GetStatisticsAsync(default)).Consumers.All(consumer => consumer.Waiting == 0));

        var letters = await host.Services.GetRequiredService<IDeadLetters>().ListAsync();
        letters.Select(letter => letter.Handler).Should().Equal(["all"], "who wants all states has to read it, and cannot");
        host.Received.All.Should().ContainSingle();
    }

    [Fact]
    public async Task A_body_whose_state_is_wanted_is_parsed()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseVolatileInbox()
            .AddHandler("overs", static (_, _) => ValueTask.CompletedTask, options => options.States = [GameState.Over]));
        var log = host.Services.GetRequiredService<IEventLog>();
        await log.AppendAsync([new StoredEvent(new string('a', 32), "poison", default, """{"state":"over"}"""u8.ToArray())], default);

        await Deadline.UntilAsync(async () => (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Count == 1);
    }
}
