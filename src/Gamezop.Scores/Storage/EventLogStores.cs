namespace Gamezop.Scores.Storage;

/// <summary>The parts of an engine, over one store. One object may be several of them.</summary>
public sealed class EventLogStores
{
    /// <summary>The event log.</summary>
    public required IEventLog Log { get; init; }

    /// <summary>The administration of its consumers.</summary>
    public required IConsumerStore Consumers { get; init; }

    /// <summary>Its dead letters.</summary>
    public required IDeadLetterStore DeadLetters { get; init; }

    /// <summary>Its quarantine.</summary>
    public required IQuarantineStore Quarantine { get; init; }
}
