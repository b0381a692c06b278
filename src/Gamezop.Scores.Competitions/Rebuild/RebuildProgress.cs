namespace Gamezop.Scores.Competitions;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Events">How many kept events have been read.</param>
/// <param name="ReceivedUpTo">When the last of them arrived.</param>
public sealed record RebuildProgress(long Events, DateTimeOffset ReceivedUpTo);
