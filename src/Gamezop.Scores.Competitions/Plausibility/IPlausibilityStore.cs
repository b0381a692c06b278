namespace Gamezop.Scores.Competitions;

/// <summary>
/// Where plausibility keeps what is known of plays and sessions (dossiers), and the plays that were found implausible. An engine (memory,
/// SQLite, …) implements it; folding and
/// judging are written once above it.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use. What a call has changed is durable when its task ends. A batch need not be one step: each
/// row is, together with the check of its
/// version. Calls that change something may be repeated.
/// </remarks>
public interface IPlausibilityStore
{
    /// <summary>Opens the store and brings its schema up to date. Called once, before any other method.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that ends when it is open.</returns>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Reads dossiers.</summary>
    /// <param name="keys">Which, each once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>One for each that was asked for, in the same order; of version 0 where there is none.</returns>
    ValueTask<IReadOnlyList<StoredDossier>> ReadAsync(IReadOnlyList<DossierKey> keys, CancellationToken cancellationToken);

    /// <summary>Finds who has a dossier on a play.</summary>
    /// <param name="plays">Keys of plays, of whichever user.</param>
    /// <param name="max">How many users at most for each.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// For each key, in the same order, users who have a dossier of its game and id with a <see cref="StoredDossier.First"/>, the least of
    /// those first.
    /// </returns>
    ValueTask<IReadOnlyList<IReadOnlyList<string>>> FindUsersAsync(IReadOnlyList<DossierKey> plays, int max, CancellationToken cancellationToken);

    /// <summary>Finds the plays of a session: those that were kept with its id in <see cref="StoredDossier.Sessions"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Ids of plays of the session's user and game, in an order of the store's own; empty at the end.</returns>
    ValueTask<IReadOnlyList<string>> FindPlaysAsync(DossierKey session, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Keeps dossiers.</summary>
    /// <param name="dossiers">Their new states, each once, with the versions that they were computed from.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, whether it is kept; it is not where its version is another one by now.</returns>
    ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredDossier> dossiers, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps dossiers, as <see cref="WriteAsync"/> does, together with other writes that are about to come: an engine that can write
    /// several things in one step waits for them, but no longer than until they have ended.
    /// </summary>
    /// <param name="dossiers">Their new states, each once, with the versions that they were computed from.</param>
    /// <param name="others">Completes when the other writes have ended. It never fails.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>For each, in the same order, whether it is kept; it is not where its version is another one by now.</returns>
    ValueTask<IReadOnlyList<bool>> WriteAlongAsync(IReadOnlyList<StoredDossier> dossiers, Task others, CancellationToken cancellationToken) =>
        WriteAsync(dossiers, cancellationToken);

    /// <summary>Reads judged plays.</summary>
    /// <param name="plays">Which.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Those that are there, in any order.</returns>
    ValueTask<IReadOnlyList<JudgedPlay>> FindAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken);

    /// <summary>Keeps judged plays.</summary>
    /// <param name="plays">Their new states, each once, with the versions that they were computed from.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, whether it is kept; it is not where its version is another one by now.</returns>
    ValueTask<IReadOnlyList<bool>> SaveAsync(IReadOnlyList<JudgedPlay> plays, CancellationToken cancellationToken);

    /// <summary>Lists judged plays by <see cref="JudgedPlay.Since"/>, then by the UTF-8 bytes of user, game and play.</summary>
    /// <param name="list">Which.</param>
    /// <param name="after">The last one of the page before, or one of its place in the order; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The plays; empty at the end.</returns>
    ValueTask<IReadOnlyList<JudgedPlay>> ListAsync(JudgedPlayList list, JudgedPlayPlace? after, int max, CancellationToken cancellationToken);

    /// <summary>Reads the judged plays of a user, in the order of the lists.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>All of them, whatever their status.</returns>
    ValueTask<IReadOnlyList<JudgedPlay>> ReadUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Removes dossiers that are too old to change, and judged plays that count and are. Those that do not count stay.</summary>
    /// <param name="before">Those whose latest event is older than this.</param>
    /// <param name="max">How many dossiers, and how many plays, at most: what comes with every score must not wait long.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many were removed; 0 when there are no more.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);

    /// <summary>Removes everything that is kept of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask EraseAsync(string userId, CancellationToken cancellationToken);
}
