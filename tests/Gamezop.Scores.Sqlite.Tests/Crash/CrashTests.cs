using System.Net;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>
/// A real process under load, killed at random moments: what it answered 200 is handled in the end. GAMEZOP_CRASHES sets how often it is
/// killed (20 unless set; the campaign is 1,000).
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_CRASHES"), out var kills) ? kills : 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_was_answered_200_is_lost_when_the_process_is_killed()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var sender = new Sender(seed);
        var server = await ServerProcess.StartAsync(_folder);
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        var acknowledged = 0;

        // However slow the machine is: what was answered is what the kills are about.
        while (sender.Acknowledged.Count < 200)
            await Task.Delay(20, CancellationToken.None);
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(20, 800), CancellationToken.None);
            await server.KillAsync();
            server.Dispose();
            server = await ServerProcess.StartAsync(_folder);
            acknowledged = sender.Acknowledged.Count;
        }

        await stop.CancelAsync();
        await sending;
        acknowledged.Should().BeGreaterThan(Kills, $"the server should have worked between the kills (seed {seed})");
        await HandledAsync(sender, seed);
        await server.TerminateAsync();
        server.Dispose();

        // What is repeated was under way at a kill. An effect is idempotent by the event's id, so it still happens once.
        var lines = Lines();
        lines.Except(sender.Acknowledged.Keys).Should().HaveCountLessThan(16 * (Kills + 1), "only what was under way can be handled without its 200 having been seen");
        (lines.Length - lines.Distinct().Count()).Should().BeLessThan(acknowledged / 2);
    }

    [Fact]
    public async Task Process_that_is_told_to_stop_leaves_what_is_left_for_the_next_and_nothing_is_handled_twice()
    {
        var seed = Environment.TickCount;
        var sender = new Sender(seed);
        var server = await ServerProcess.StartAsync(_folder);
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(400, CancellationToken.None);
            await server.TerminateAsync();
            server.Dispose();
            server = await ServerProcess.StartAsync(_folder);
        }

        await stop.CancelAsync();
        await sending;
        await HandledAsync(sender, seed);
        server.Dispose();
        Lines().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Full_database_is_answered_503_and_loses_nothing()
    {
        var seed = Environment.TickCount;
        var sender = new Sender(seed);
        var server = await ServerProcess.StartAsync(_folder, maxBytes: 2 * 1024 * 1024);
        using var stop = new CancellationTokenSource();
        var sending = sender.RunAsync(() => server, stop.Token);
        while (sender.Refusals.Count(status => status == HttpStatusCode.ServiceUnavailable) < 50)
            await Task.Delay(50, CancellationToken.None);

        // Repaired by more room.
        await server.KillAsync();
        server.Dispose();
        var before = sender.Acknowledged.Count;
        server = await ServerProcess.StartAsync(_folder);
        while (sender.Acknowledged.Count < before + 500)
            await Task.Delay(50, CancellationToken.None);
        await stop.CancelAsync();
        await sending;

        await HandledAsync(sender, seed);
        server.Dispose();
        sender.Refusals.Should().OnlyContain(status => status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Second_process_on_the_file_answers_503_says_why_and_takes_over_when_the_first_is_killed()
    {
        var seed = Environment.TickCount;
        using var first = await ServerProcess.StartAsync(_folder);
        using var second = await ServerProcess.StartAsync(_folder);
        (await second.TryHealthAsync()).Should().StartWith("Unhealthy").And.Contain("Another process");
        var answer = await second.PostForAnswerAsync(Event(1));
        answer!.Value.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Value.Body.Should().Contain("Another process owns the inbox.");
        (await first.PostAsync(Event(2))).Should().Be(HttpStatusCode.OK);

        await first.KillAsync();
        while (await second.PostAsync(Event(3)) != HttpStatusCode.OK)
            await Task.Delay(50);
        while (!(await second.TryHealthAsync())!.StartsWith("Healthy"))
            await Task.Delay(50);
        while (Lines().Distinct().Count() < 2)
            await Task.Delay(50);
        Lines().Distinct().Should().BeEquivalentTo(Event(2).GetEventId(), Event(3).GetEventId());

        ScoreEvent Event(int number) => new()
        {
            GameCode = "g",
            SessionId = $"s-{seed}",
            GamePlayId = $"p-{number}",
            SubId = "user",
            State = GameState.Over,
            Timestamp = DateTimeOffset.UnixEpoch.AddDays(number),
            Score = number,
        };
    }

    /// <summary>Waits until every event that was answered 200 has been handled.</summary>
    private async Task HandledAsync(Sender sender, int seed)
    {
        var deadline = Environment.TickCount64 + 120_000;
        while (sender.Acknowledged.Keys.Except(Lines()).Any())
        {
            Environment.TickCount64.Should().BeLessThan(deadline, $"{sender.Acknowledged.Keys.Except(Lines()).Count()} of {sender.Acknowledged.Count} events are missing (seed {seed})");
            await Task.Delay(100);
        }
    }

    private string[] Lines()
    {
        using var reader = new StreamReader(new FileStream(_folder["effects"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();

        // The last line may be half written.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
