namespace Gamezop.Scores;

/// <summary>
/// Something that has entries in <see cref="IQuarantine"/>: the inbox is one source. Added with <c>AddQuarantineSource</c>; what
/// <see cref="IQuarantine"/> says of its methods holds
/// for those here.
/// </summary>
public interface IQuarantineSource
{
    /// <summary>What all ids of this source begin with, and those of no other source: a few letters and a hyphen. The inbox has the empty one.</summary>
    string Prefix { get; }

    /// <summary>Reads entries, the first kept first. Their order must not change while they are there.</summary>
    /// <param name="after">The <see cref="QuarantinedEvent.Id"/> to go on after, with its prefix; null to begin. It need not exist any more.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries; empty at the end.</returns>
    ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after, int max, CancellationToken cancellationToken);

    /// <summary>Takes an entry for genuine.</summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>, with its prefix.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Rules an entry out for good.</summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>, with its prefix.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken);
}
