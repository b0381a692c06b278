namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A store that waits for the test when it has removed a tournament, before it says so.</summary>
internal sealed class SteppedStore(ITournamentStore inner) : ITournamentStore
{
    public Func<Task> AfterRemoval { get; set; } = () => Task.CompletedTask;

    public ValueTask<TournamentStoreState> StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public async ValueTask SaveAsync(TournamentWrite write, CancellationToken cancellationToken)
    {
        await inner.SaveAsync(write, cancellationToken);
        if (write.RemovedTournament is not null)
            await AfterRemoval();
    }

    public ValueTask<TournamentPlace> TakePlaceAsync(
        string occurrenceId, string userId, DateTimeOffset? joinedAt, int? maxPlayers, CancellationToken cancellationToken) =>
        inner.TakePlaceAsync(occurrenceId, userId, joinedAt, maxPlayers, cancellationToken);

    public ValueTask GiveBackPlaceAsync(string occurrenceId, string userId, CancellationToken cancellationToken) =>
        inner.GiveBackPlaceAsync(occurrenceId, userId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ReadPlayersAsync(
        string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        inner.ReadPlayersAsync(occurrenceId, userIds, cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(string occurrenceId, string? after, int max, CancellationToken cancellationToken) =>
        inner.ListJoinedAsync(occurrenceId, after, max, cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListOfUserAsync(string userId, CancellationToken cancellationToken) =>
        inner.ListOfUserAsync(userId, cancellationToken);

    public ValueTask AddPlacedAsync(string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        inner.AddPlacedAsync(occurrenceId, userIds, cancellationToken);

    public ValueTask<StoredTournamentPlayer> ChangePlayerAsync(
        string occurrenceId, string userId, int attempts, bool disqualify, TournamentAction action, CancellationToken cancellationToken) =>
        inner.ChangePlayerAsync(occurrenceId, userId, attempts, disqualify, action, cancellationToken);

    public ValueTask<IReadOnlyList<TournamentAction>> ReadActionsAsync(string? tournamentId, int max, CancellationToken cancellationToken) =>
        inner.ReadActionsAsync(tournamentId, max, cancellationToken);

    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => inner.CleanAsync(max, cancellationToken);

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) => inner.EraseAsync(userId, cancellationToken);
}
