using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Snapshooter;
using Snapshooter.Xunit;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>The refusals word for word: what an operator on the other side reads.</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task Refusals_read_as_they_were_agreed()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddHandler("lambda", (_, _) => throw new InvalidOperationException()),
            settings: new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, ["Gamezop:MaxBodyBytes"] = "1000" });
        var answers = new StringBuilder();
        foreach (var (body, key) in new[]
        {
            (ScoresHost.Payload(), "wrong"), ("[]", ScoresHost.Key), ("{}", ScoresHost.Key), (ScoresHost.Payload("over", subId: ""), ScoresHost.Key),
            (new string(' ', 1001), ScoresHost.Key), (ScoresHost.Payload(), ScoresHost.Key),
        })
        {
            using var response = await host.PostAsync(body, key);
            answers.Append(await response.Content.ReadAsStringAsync()).Append('\n');
        }

        // By its full name: a deterministic build does not know where its sources lie. A missing one would be written and pass.
        var folder = Path.Combine(AppContext.BaseDirectory, "Webhook");
        File.Exists(Path.Combine(folder, "__snapshots__", "refusals.snap")).Should().BeTrue();
        Snapshot.Match(answers.ToString(), new SnapshotFullName("refusals.snap", folder));
    }
}
