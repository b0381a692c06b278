namespace Gamezop.Scores.Competitions;

/// <summary>A session in which a play was played.</summary>
/// <param name="SessionId">Gamezop's id of it.</param>
/// <param name="Countries">The countries of all of the user's events in that session, whatever play they are of, as two capital letters in order.</param>
public sealed record PlaySession(string SessionId, IReadOnlyList<string> Countries);
