namespace Gamezop.Scores.Competitions;

/// <summary>
/// Where tournaments, their occurrences and who takes part are kept. An engine (memory, SQLite, …) implements it beside
/// <see cref="ILeaderboardStore"/>, which keeps the plays and places.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use. Each call is one atomic step: it has happened, durably, when the task ends, and not at all
/// when it throws: a cancelled
/// call that cannot be stopped any more is waited for.
/// </remarks>
public interface ITournamentStore
{
    /// <summary>
    /// Opens the store and brings its schema up to date. Called once, before any other method. Places that were taken and not confirmed are
    /// free again.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>What is kept; of players those alone whom operators have treated apart.</returns>
    ValueTask<TournamentStoreState> StartAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a change.</summary>
    /// <param name="write">What changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SaveAsync(TournamentWrite write, CancellationToken cancellationToken);

    /// <summary>Takes a place for a player, if there is one: the places taken and those of who has joined are counted in the same atomic step.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="userId">The player.</param>
    /// <param name="joinedAt">Since when the player takes part; null to take the place alone, which counts as taken until it is confirmed by
    /// another call or given back.</param>
    /// <param name="maxPlayers">How many places there are; null for any number.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What has become of it. Who has joined already keeps the time.</returns>
    ValueTask<TournamentPlace> TakePlaceAsync(
        string occurrenceId, string userId, DateTimeOffset? joinedAt, int? maxPlayers, CancellationToken cancellationToken);

    /// <summary>Gives a place back that was taken and not confirmed; who has joined keeps theirs.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="userId">The player.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when the place is free.</returns>
    ValueTask GiveBackPlaceAsync(string occurrenceId, string userId, CancellationToken cancellationToken);

    /// <summary>Reads players.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="userIds">Whom, each once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Those who are known, in any order.</returns>
    ValueTask<IReadOnlyList<StoredTournamentPlayer>> ReadPlayersAsync(
        string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>Reads who has joined, in an order of the store's own.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The players; empty at the end.</returns>
    ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(string occurrenceId, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Reads what is known of a user in all occurrences, at a cost that does not grow with those of others.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>One for each occurrence in which the user is known, in any order.</returns>
    ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListOfUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Keeps who has a place in the final standings, so that <see cref="ListOfUserAsync"/> finds them.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="userIds">Some of its players.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask AddPlacedAsync(string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>Treats a player apart.</summary>
    /// <param name="occurrenceId">The occurrence.</param>
    /// <param name="userId">The player.</param>
    /// <param name="attempts">How many attempts to add.</param>
    /// <param name="disqualify">Whether to take the player out of the standings.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The player as kept now.</returns>
    ValueTask<StoredTournamentPlayer> ChangePlayerAsync(
        string occurrenceId, string userId, int attempts, bool disqualify, TournamentAction action, CancellationToken cancellationToken);

    /// <summary>Reads what operators did, the latest first.</summary>
    /// <param name="tournamentId">To which tournament; null for all.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The actions.</returns>
    ValueTask<IReadOnlyList<TournamentAction>> ReadActionsAsync(string? tournamentId, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the next rows of what is no longer there to anybody: the players of removed occurrences. What a kill has interrupted goes on
    /// with the next call.
    /// </summary>
    /// <param name="max">How many rows at most, at least 1: so few that scores need not wait for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything that is kept of a user, also where <see cref="CleanAsync"/> would in the end; recorded actions stay without the
    /// user's id.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask EraseAsync(string userId, CancellationToken cancellationToken);
}
