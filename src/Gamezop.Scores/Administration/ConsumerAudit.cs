namespace Gamezop.Scores;

/// <summary>The record of a consumer that an operator dropped or renamed.</summary>
public sealed class ConsumerAudit
{
    /// <summary>When it was done, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The consumer's name until then.</summary>
    public required string Name { get; init; }

    /// <summary>The new name; null when the consumer was dropped.</summary>
    public required string? NewName { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
