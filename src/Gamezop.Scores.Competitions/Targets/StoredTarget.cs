namespace Gamezop.Scores.Competitions;

/// <summary>A target that was added at run time.</summary>
/// <param name="TargetId">Its id.</param>
/// <param name="Definition">Its definition as text: opaque to the store.</param>
public sealed record StoredTarget(string TargetId, string Definition);
