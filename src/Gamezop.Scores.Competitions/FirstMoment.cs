using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// As a rule the store is read in a moment: then the host's start ends when competitions answer, and nobody sees the 503 of that moment. Longer than that nothing waits for them; scores
/// are taken all the while.
/// </summary>
internal sealed class FirstMoment(IEnumerable<ICompetition> competitions) : IHostedLifecycleService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public Task StartedAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(Task.WhenAll(competitions.Select(competition => competition.Ready)), Task.Delay(Longest, TimeProvider.System, cancellationToken));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
