namespace Gamezop.Scores.Competitions;

/// <summary>What is known of a play or a session, as a store keeps it.</summary>
/// <param name="Key">Whose, on what.</param>
/// <param name="Version">Goes up with every write; 0 for one that is not there. When writing: what it was when it was read.</param>
/// <param name="Data">Opaque to the store; about a kilobyte.</param>
/// <param name="LastAt">The time of its latest event: by this it is pruned.</param>
public readonly record struct StoredDossier(DossierKey Key, long Version, ReadOnlyMemory<byte> Data, DateTimeOffset LastAt);
