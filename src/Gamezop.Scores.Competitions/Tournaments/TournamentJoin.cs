namespace Gamezop.Scores.Competitions;

/// <summary>What has become of a user's wish to take part in a tournament.</summary>
public sealed record TournamentJoin
{
    private TournamentJoin(TournamentJoinOutcome outcome, DateTimeOffset? joinedAt = null, string? reason = null) => (Outcome, JoinedAt, Reason) = (outcome, joinedAt, reason);

    /// <summary>Whether the user takes part, and if not, why.</summary>
    public TournamentJoinOutcome Outcome { get; }

    /// <summary>Since when the user takes part, in UTC and whole milliseconds; null for who does not. Asked again, it is the same.</summary>
    public DateTimeOffset? JoinedAt { get; }

    /// <summary>What the publisher's <see cref="ITournamentGate"/> said, or why the user may not take part; null for none.</summary>
    public string? Reason { get; }

    internal static TournamentJoin Full { get; } = new(TournamentJoinOutcome.Full);

    internal static TournamentJoin Closed { get; } = new(TournamentJoinOutcome.Closed);

    internal static TournamentJoin Undecided { get; } = new(TournamentJoinOutcome.Undecided);

    internal static TournamentJoin Joined(DateTimeOffset since) => new(TournamentJoinOutcome.Joined, since);

    internal static TournamentJoin Refused(string? reason) => new(TournamentJoinOutcome.Refused, reason: reason);
}
