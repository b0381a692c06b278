using System.Collections.Concurrent;
using System.Diagnostics;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Diagnostics;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Every_measurement_of_the_table_is_taken()
    {
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler("coins", (context, _) =>
            context.Event.Score < 0 ? throw new InvalidOperationException() : ValueTask.CompletedTask));
        measured.Follow(host.Services);

        await PostAsync(host, ScoresHost.Payload("over"), ScoresHost.Key);
        await PostAsync(host, ScoresHost.Payload("bonus"), ScoresHost.Key);
        await PostAsync(host, ScoresHost.Payload("over", score: -1), ScoresHost.Key);
        await PostAsync(host, "{}", ScoresHost.Key);
        await PostAsync(host, ScoresHost.Payload());
        await PostAsync(host, ScoresHost.Payload(), "wrong");

        Tagged("gamezop.scores.events", "gamezop.state", "gamezop.outcome").Should().Equal("over handled", "unknown handled", "over failed", " malformed");
        Tagged("gamezop.scores.api_keys.refused", "gamezop.reason").Should().Equal("missing", "wrong");
        Tagged("gamezop.scores.handler.duration", "gamezop.handler", "error.type").Should().Equal("coins ", "coins ", "coins System.InvalidOperationException");
        Tagged("gamezop.scores.request.duration", "gamezop.outcome").Should().Equal("handled", "handled", "failed", "malformed");
        measured.Sum("gamezop.scores.request.body.size").Should().Be(
            ScoresHost.Payload("over").Length + ScoresHost.Payload("bonus").Length + ScoresHost.Payload("over", score: -1).Length + 2);

        IEnumerable<string> Tagged(string name, params string[] tags) =>
            measured.All.Where(one => one.Name == name).Select(one => string.Join(' ', tags.Select(tag => one.Tags.GetValueOrDefault(tag))));
    }

    [Fact]
    public async Task Each_handler_has_a_span_inside_the_requests_own()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Gamezop.Scores" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var name = $"spanned-{nameof(Each_handler_has_a_span_inside_the_requests_own)}";
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler(name, (_, _) => throw new InvalidOperationException()));
        await PostAsync(host, ScoresHost.Payload(), ScoresHost.Key);

        var span = spans.Should().ContainSingle(span => span.Source.Name == "Gamezop.Scores" && (string?)span.GetTagItem("gamezop.handler") == name).Subject;
        span.OperationName.Should().Be("gamezop.scores.handle");
        span.Status.Should().Be(ActivityStatusCode.Error);
        span.GetTagItem("error.type").Should().Be("System.InvalidOperationException");
        span.Parent!.Source.Name.Should().Be("Microsoft.AspNetCore");
    }

    [Fact]
    public void Nothing_global_is_registered()
    {
        var services = new ServiceCollection();
        services.AddGamezopScores(options => options.AllowAnonymous = true).AddHandler("lambda", (_, _) => ValueTask.CompletedTask);
        services.Select(service => service.ServiceType)
            .Where(type => !type.FullName!.Contains("Gamezop.Scores"))
            .Select(type => type.Name)
            .Should().BeEquivalentTo("IOptions`1", "IOptionsSnapshot`1", "IOptionsMonitor`1", "IOptionsFactory`1", "IOptionsMonitorCache`1", "IHostedService");
    }

    private static async Task PostAsync(ScoresHost host, string body, params string[] keys) => (await host.PostAsync(body, keys)).Dispose();
}
