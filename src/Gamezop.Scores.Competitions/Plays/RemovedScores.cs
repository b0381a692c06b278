namespace Gamezop.Scores.Competitions;

/// <summary>What operators have removed from one board or occurrence. Asked with every event.</summary>
internal sealed class RemovedScores
{
    private volatile IReadOnlyDictionary<string, ScoreRemoval[]> _users = new Dictionary<string, ScoreRemoval[]>(StringComparer.Ordinal);

    public RemovedScores(IEnumerable<ScoreRemoval> removals) => Set(removals);

    /// <summary>Whose scores were removed.</summary>
    public IEnumerable<string> Users => _users.Keys;

    public void Set(IEnumerable<ScoreRemoval> removals) =>
        _users = removals.GroupBy(removal => removal.UserId, StringComparer.Ordinal).ToDictionary(user => user.Key, user => user.ToArray(), StringComparer.Ordinal);

    public bool Contains(ScoreContext context) => _users.Count > 0 && Array.Exists(Of(context.UserId), removal => removal.Contains(context.Event));

    /// <summary>What was removed of a user.</summary>
    public ScoreRemoval[] Of(string userId) => _users.GetValueOrDefault(userId) ?? [];
}
