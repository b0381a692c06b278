using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores;

/// <summary>Delivery without a store: the handlers run while Gamezop waits, and only when all succeeded is the call answered 200.</summary>
internal sealed class InRequestDelivery(ScorePipeline pipeline, TimeProvider time, IHostApplicationLifetime? lifetime) : IScoreDelivery
{
    // A caller that hangs up does not cancel a handler; a host that has given up waiting for its last requests does.
    private readonly CancellationToken _stopped = lifetime?.ApplicationStopped ?? CancellationToken.None;

    public bool KeepsBodies => false;

    public ValueTask<DeliveryOutcome> DeliverAsync(ReceivedScore score) =>
        pipeline.RunAsync(new ScoreContext(score.Event, score.UserId, time.GetUtcNow(), score.Scope) { Source = score.Source }, _stopped);

    public ValueTask<DeliveryOutcome> ForgedAsync(ReceivedScore score) => ValueTask.FromResult(DeliveryOutcome.Handled);

    public ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error) =>
        ValueTask.FromResult(DeliveryOutcome.Handled);
}
