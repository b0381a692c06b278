namespace Gamezop.Scores.Competitions;

/// <summary>Whether a user may join a tournament.</summary>
public sealed record TournamentGateAnswer
{
    private TournamentGateAnswer(bool isAllowed, string? reason) => (IsAllowed, Reason) = (isAllowed, reason);

    /// <summary>The user may.</summary>
    public static TournamentGateAnswer Allow { get; } = new(true, null);

    /// <summary>Whether the user may.</summary>
    public bool IsAllowed { get; }

    /// <summary>Why not, as the user is told; null for no reason.</summary>
    public string? Reason { get; }

    /// <summary>The user may not.</summary>
    /// <param name="reason">Why, as the user is told; null for no reason.</param>
    /// <returns>The answer.</returns>
    public static TournamentGateAnswer Refuse(string? reason = null) => new(false, reason);
}
