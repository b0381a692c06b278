namespace Gamezop.Scores.Competitions;

/// <summary>
/// Everything that can be asked of tournaments, and what players and operators do with them. From dependency injection, after
/// <c>AddTournaments</c>.
/// </summary>
/// <remarks>
/// An id is an occurrence's, e.g. <c>cup@20261123T120000Z</c>, or a tournament's, which means its live occurrence, else the next, else the last. Methods throw
/// <see cref="TournamentNotFoundException"/> where there is none, and <see cref="LeaderboardsNotReadyException"/> until everything has been
/// read from the store. What operators do
/// throws <see cref="TournamentRefusedException"/> where it cannot be done as things stand, and is kept together with who did it and why:
/// <see cref="GetActionsAsync"/>.
/// </remarks>
public interface ITournaments
{
    /// <summary>Whether queries are answered yet.</summary>
    bool IsReady { get; }

    /// <summary>The tournaments, by id, as they will be from the next occurrence on.</summary>
    IReadOnlyList<TournamentDefinition> Definitions { get; }

    /// <summary>Lists occurrences, those that start last first.</summary>
    /// <param name="status">Which; null for all.</param>
    /// <param name="offset">How many to pass over; at least 0.</param>
    /// <param name="limit">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The occurrences.</returns>
    ValueTask<IReadOnlyList<TournamentInfo>> ListAsync(
        TournamentStatus? status = null, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>Lists the occurrences of a tournament, those that start last first: the next one, the live one, past ones.</summary>
    /// <param name="tournamentId">The tournament's id.</param>
    /// <param name="offset">How many to pass over; at least 0.</param>
    /// <param name="limit">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The occurrences.</returns>
    ValueTask<IReadOnlyList<TournamentInfo>> GetOccurrencesAsync(
        string tournamentId, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>One occurrence as it stands.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The occurrence.</returns>
    ValueTask<TournamentInfo> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>A part of the standings; of a finished occurrence, of the final ones. One that was cancelled has none.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="offset">How many places to pass over; at least 0.</param>
    /// <param name="limit">How many places at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places; the occurrence's id stands for the board's.</returns>
    ValueTask<LeaderboardPage> GetStandingsAsync(string id, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>A player's place and who is around.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The player.</param>
    /// <param name="around">How many places ahead and behind; 0 to 500.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The place, or null for who has none.</returns>
    ValueTask<LeaderboardPlace?> GetUserAsync(string id, string userId, int around = 5, CancellationToken cancellationToken = default);

    /// <summary>A player's place and a full page around it: places that are missing at one end of the standings are made up for at the other.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The player.</param>
    /// <param name="around">How many places ahead and behind; 0 to 500.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The place, or null for who has none.</returns>
    ValueTask<LeaderboardPlace?> GetUserPageAsync(string id, string userId, int around = 5, CancellationToken cancellationToken = default);

    /// <summary>The places of the standings between two scores, both included, with their ranks among everybody.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="minScore">The lowest score, whichever way the tournament is sorted; null for no limit.</param>
    /// <param name="maxScore">The highest score; null for no limit.</param>
    /// <param name="offset">How many of these places to pass over; at least 0.</param>
    /// <param name="limit">How many of them at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places, and how many there are between the two scores.</returns>
    /// <exception cref="ArgumentException">A score is not a finite number, or the lowest one is higher than the highest.</exception>
    ValueTask<LeaderboardRange> GetRangeAsync(
        string id, double? minScore, double? maxScore, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>The rank that a score would have if a player made it now.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="score">The score.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a finite number.</exception>
    ValueTask<LeaderboardRank> GetRankAsync(string id, double score, CancellationToken cancellationToken = default);

    /// <summary>The tournaments that a user has joined or has a place in, those that start last first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="offset">How many to pass over; at least 0.</param>
    /// <param name="limit">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The user in each of them.</returns>
    ValueTask<IReadOnlyList<TournamentParticipation>> GetOfUserAsync(
        string userId, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>Reads how a user takes part in one occurrence.</summary>
    /// <param name="id">The occurrence's id, or a tournament's.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>When the user joined and which place they have; null for a user who neither has joined nor has a place.</returns>
    /// <exception cref="TournamentNotFoundException">There is no such tournament.</exception>
    ValueTask<TournamentParticipation?> GetParticipationAsync(string id, string userId, CancellationToken cancellationToken = default);

    /// <summary>Who has won what in a finished occurrence, in order of the final places.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="offset">How many places to pass over; at least 0.</param>
    /// <param name="limit">How many places to look at; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Those of these places that have won something, with the users' own ids; empty before it is finished.</returns>
    ValueTask<IReadOnlyList<TournamentWinner>> GetWinnersAsync(string id, int offset = 0, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Who has joined, in an order of the store's own.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="after">The user of the last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The players; empty at the end.</returns>
    ValueTask<IReadOnlyList<StoredTournamentPlayer>> GetJoinedAsync(
        string id, string? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Scores that belong to an occurrence and do not count in it.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events, the first received first; empty at the end.</returns>
    ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(
        string id, UncountedEvent? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Lets a user take part in an occurrence that is not over, with scores made from now on. Again comes to the same.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait; a joining that has begun is carried through all the same.</param>
    /// <returns>Since when the user takes part, or why not.</returns>
    ValueTask<TournamentJoin> JoinAsync(string id, string userId, CancellationToken cancellationToken = default);

    /// <summary>Adds a tournament at run time. It is kept and is there again after a restart.</summary>
    /// <param name="definition">The tournament; copied.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it takes scores, or waits for its start or its order from Gamezop.</returns>
    /// <exception cref="TournamentDefinitionException">The definition breaks a rule, or there is a tournament of that id.</exception>
    ValueTask CreateAsync(TournamentDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a tournament from the next occurrence on; of one that takes place once, before it starts. With
    /// <see cref="TournamentDefinition.Until"/> a recurring one is brought to an end.
    /// </summary>
    /// <param name="definition">The tournament's new definition. An upcoming occurrence that would start at another time is replaced, unless
    /// somebody has joined it: then it takes place as it was announced, or is cancelled by <see cref="CancelAsync"/>.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    /// <exception cref="TournamentDefinitionException">The definition breaks a rule.</exception>
    ValueTask ChangeAsync(TournamentDefinition definition, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Calls an occurrence off: no places, no prizes.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask CancelAsync(string id, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Removes a tournament with its past occurrences. Rewards stay. One that is configured comes back with the next start.</summary>
    /// <param name="tournamentId">The tournament's id.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask RemoveAsync(string tournamentId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Grants a player more attempts than <see cref="TournamentDefinition.MaxAttempts"/>. Called again, it grants again.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The player.</param>
    /// <param name="attempts">How many more; 1 to 1,000,000.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when they count.</returns>
    ValueTask GrantAttemptsAsync(string id, string userId, int attempts, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a player out of an occurrence. After it is settled nobody moves up: what was won is withdrawn, or marked for clawback where it
    /// is paid.
    /// </summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The player.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask DisqualifyAsync(string id, string userId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes what a player has scored in an occurrence up to now, as if it had not been played: it uses no attempt. It stays removed when
    /// its events come again or the occurrence is judged anew;
    /// later plays of the player count.
    /// </summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="userId">The player.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait; what is kept by then is carried out.</param>
    /// <returns>Whether the player had played.</returns>
    /// <exception cref="TournamentRefusedException">The occurrence was cancelled, or its settlement has begun: its places never change.</exception>
    ValueTask<bool> RemoveEntryAsync(string id, string userId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes one play of a player from an occurrence, as if it had not been played: it uses no attempt, and another play of the player may
    /// count in its place.
    /// </summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="play">The play, on whichever of the game's leaderboards.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait; what is kept by then is carried out.</param>
    /// <returns>Whether the occurrence has it.</returns>
    /// <exception cref="TournamentRefusedException">The occurrence was cancelled, or its settlement has begun: its places never change.</exception>
    ValueTask<bool> RemovePlayAsync(string id, PlayId play, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends a live occurrence now. Scores made until now count, also those that arrive within its grace.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    /// <returns>A task that ends when it is judged anew.</returns>
    ValueTask EndNowAsync(string id, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets an occurrence go on for longer, also one that is over and not being settled yet. Scores made meanwhile are counted, where events
    /// are kept.
    /// </summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="endsAt">Its new end, later than the old one.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    /// <returns>A task that ends when it is judged anew.</returns>
    ValueTask ExtendAsync(string id, DateTimeOffset endsAt, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves an occurrence; its id stays. It is judged anew from the events that are kept; where they are not, only a start that is still
    /// ahead can be moved.
    /// </summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="startsAt">The first instant inside.</param>
    /// <param name="endsAt">The first instant after it.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    /// <returns>A task that ends when it is judged anew.</returns>
    ValueTask RescheduleAsync(
        string id, DateTimeOffset startsAt, DateTimeOffset endsAt, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Keeps an occurrence from being settled, e.g. after an outage whose scores are still to come, or while somebody is looked into.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask HoldAsync(string id, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets an occurrence be settled again.</summary>
    /// <param name="id">An occurrence's or a tournament's id.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask ReleaseAsync(string id, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>What operators did, the latest first.</summary>
    /// <param name="tournamentId">To which tournament, also one that was removed; null for all.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The actions.</returns>
    ValueTask<IReadOnlyList<TournamentAction>> GetActionsAsync(string? tournamentId = null, int max = 100, CancellationToken cancellationToken = default);
}
