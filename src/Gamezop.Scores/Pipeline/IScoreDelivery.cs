namespace Gamezop.Scores;

/// <summary>What the webhook does with what it has read: run the handlers at once, or put it into an inbox.</summary>
/// <remarks>No cancellation token: a caller that hangs up must not undo what has begun, and each delivery bounds its own time.</remarks>
internal interface IScoreDelivery
{
    /// <summary>Whether the body as posted is wanted: only then is it copied out of the server's buffers.</summary>
    bool KeepsBodies { get; }

    /// <summary>Why calls cannot be taken now, in words that may be shown to the caller; null when there is no reason.</summary>
    string? Problem => null;

    /// <summary>Delivers an event of a user whose sub was verified.</summary>
    ValueTask<DeliveryOutcome> DeliverAsync(ReceivedScore score);

    /// <summary>Keeps an event whose sub was not made by this application.</summary>
    ValueTask<DeliveryOutcome> ForgedAsync(ReceivedScore score);

    /// <summary>Keeps an authenticated body that is not a score event.</summary>
    ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error);
}
