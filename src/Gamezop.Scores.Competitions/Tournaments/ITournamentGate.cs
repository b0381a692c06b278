namespace Gamezop.Scores.Competitions;

/// <summary>
/// A publisher's check before a user joins a tournament: age, region, an entry fee. Register an implementation in dependency injection; there
/// is one for all tournaments.
/// </summary>
public interface ITournamentGate
{
    /// <summary>Decides whether a user may join. A place is held meanwhile, so nobody pays for a tournament that is full.</summary>
    /// <remarks>
    /// It may be called again under the same <see cref="TournamentAdmission.Key"/>: when the process was killed in between, or the user comes
    /// back after a refusal or an error. Take a fee once per key. While this decides, the tournament cannot be removed unless it is over or
    /// cancelled, and neither a changed schedule nor fewer places keep the user out. Whom this has allowed and who does not take part all the
    /// same is told to <see cref="WithdrawnAsync"/>. It has 30 seconds: then the user does not join, and the place is free again. Under one
    /// key it is not called again before it has returned.
    /// </remarks>
    /// <param name="admission">Who wants to join what.</param>
    /// <param name="cancellationToken">
    /// Cancelled after 30 seconds, and not when the user goes away: what was begun is carried through.
    /// </param>
    /// <returns>The answer.</returns>
    /// <exception cref="Exception">Anything thrown means that it is not decided: the user has not joined, and the request fails.</exception>
    ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken);

    /// <summary>
    /// Is told that a user whom <see cref="AdmitAsync"/> has allowed does not take part: the tournament has ended or was cancelled meanwhile,
    /// the user was banned, disqualified or erased meanwhile, or the answer came too late. A fee is to be given back.
    /// </summary>
    /// <remarks>
    /// It is called once for each such answer, and not again when it fails or takes longer than 30 seconds; the log tells of both. Nothing is
    /// told of an answer that a kill of the process, or an error of the store, has cut off: <see cref="AdmitAsync"/> is asked again under the
    /// same key when the user comes back.
    /// </remarks>
    /// <param name="admission">What was allowed, as it was then.</param>
    /// <param name="cancellationToken">Cancelled after 30 seconds.</param>
    /// <returns>A task that ends when it is noted.</returns>
    ValueTask WithdrawnAsync(TournamentAdmission admission, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
