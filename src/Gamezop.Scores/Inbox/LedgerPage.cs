namespace Gamezop.Scores;

/// <summary>A piece of the ledger.</summary>
public sealed class LedgerPage
{
    /// <summary>The events, in order of arrival.</summary>
    public required IReadOnlyList<InboxEvent> Events { get; init; }

    /// <summary>
    /// Where the next page begins. The ledger has been read to its end when <see cref="Events"/> is empty; events that arrive later come after this point.
    /// </summary>
    public required string? Next { get; init; }
}
