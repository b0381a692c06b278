namespace Gamezop.Scores.Competitions;

/// <summary>What is known of a play or a session, as a store keeps it.</summary>
/// <param name="Key">Whose, on what.</param>
/// <param name="Version">Goes up with every write; 0 for one that is not there. When writing: what it was when it was read.</param>
/// <param name="Data">Opaque to the store; a hundred bytes, or a kilobyte where there are rules.</param>
/// <param name="LastAt">The time of its latest event: by this it is pruned.</param>
public readonly record struct StoredDossier(DossierKey Key, long Version, ReadOnlyMemory<byte> Data, DateTimeOffset LastAt)
{
    /// <summary>
    /// Of a play, where it matters who else has its id: a text of ASCII characters that sorts, ordinally, the users of one play id by their
    /// first events. Null for other plays, and for sessions. Written, not read.
    /// </summary>
    public string? First { get; init; }

    /// <summary>Of a play: the ids of the sessions that it is to be found by from now on; null for none. They stay for as long as the dossier. Written, not read.</summary>
    public IReadOnlyCollection<string>? Sessions { get; init; }
}
