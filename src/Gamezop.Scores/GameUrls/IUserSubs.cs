namespace Gamezop.Scores;

/// <summary>
/// Under which subs Gamezop may know a user. From dependency injection: for the erasure of a user, and for asking Gamezop to erase their
/// saved progress.
/// </summary>
public interface IUserSubs
{
    /// <summary>Lists the subs of a user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>The sub that each key of <see cref="GamezopScoresOptions.SubKeys"/> makes of the id, in their order, then the plain id.
    /// Keys that were removed make none.</returns>
    IReadOnlyList<string> GetSubs(string userId);
}
