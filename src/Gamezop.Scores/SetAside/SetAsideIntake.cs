using System.Security.Cryptography;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Keeps what the webhook does not take for an event of a user: forged events and unreadable bodies.</summary>
internal sealed class SetAsideIntake(
    IQuarantineStore quarantine, IDeadLetterStore deadLetters, SetAsideMonitor monitor, ScoreInboxOptions options, TimeProvider time,
    Action<ScoreInboxException> failed)
{
    /// <summary>So many calls may set something aside at one moment: nobody who sends rubbish shall keep the writer busy.</summary>
    private const int MaxAtOnce = 64;

    private int _underWay;

    public ValueTask<DeliveryOutcome> ForgedAsync(StoredEvent storedEvent) => options.MaxQuarantined == 0
        ? ValueTask.FromResult(DeliveryOutcome.Handled)
        : SetAsideAsync(QuarantineReasons.Forged, DeliveryOutcome.Unavailable, () => quarantine.QuarantineAsync(
            storedEvent, QuarantineReasons.Forged, null, options.MaxQuarantined, options.MaxQuarantinedPerUser, CancellationToken.None));

    // One that is not kept is answered 400 all the same: its sender knows that it was not taken.
    public ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error)
    {
        if (body.Length > options.MaxUnreadableBytes)
            return ValueTask.FromResult(DeliveryOutcome.Handled);
        return SetAsideAsync("unreadable", DeliveryOutcome.Handled, () =>
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 16));
            return deadLetters.AddUnreadableAsync(id, body, error.ToString(), source, options.MaxUnreadable, CancellationToken.None);
        });
    }

    private async ValueTask<DeliveryOutcome> SetAsideAsync(string place, DeliveryOutcome whenFull, Func<ValueTask<bool>> add)
    {
        if (Interlocked.Increment(ref _underWay) > MaxAtOnce)
        {
            Interlocked.Decrement(ref _underWay);
            return DeliveryOutcome.Unavailable;
        }
        try
        {
            return await AddAsync(place, whenFull, add).WaitAsync(options.AppendTimeout, time);
        }
        catch (TimeoutException)
        {
            return DeliveryOutcome.Unavailable;
        }
    }

    /// <summary>Its place is free when the store is done with it, not when the call has given up: what waits for a store that is stuck stays bounded.</summary>
    private async Task<DeliveryOutcome> AddAsync(string place, DeliveryOutcome whenFull, Func<ValueTask<bool>> add)
    {
        try
        {
            if (await add())
                return DeliveryOutcome.Stored;
            monitor.Refused(place);
            return whenFull;
        }
        catch (Exception exception)
        {
            failed(ScoreInboxException.From(exception));
            return DeliveryOutcome.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
