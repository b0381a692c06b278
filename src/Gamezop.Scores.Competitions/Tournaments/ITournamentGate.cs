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
    /// back after a refusal or an error. Take a fee once per key. While this decides, the tournament cannot be removed, and neither a changed
    /// schedule nor fewer places keep the user out. Only where it ends, or an operator cancels it, the user is answered that it is closed: a
    /// fee is the publisher's to give back.
    /// </remarks>
    /// <param name="admission">Who wants to join what.</param>
    /// <param name="cancellationToken">Not cancelled when the user goes away: what was begun is carried through.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="Exception">Anything thrown means that it is not decided: the user has not joined, and the request fails.</exception>
    ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken);
}
