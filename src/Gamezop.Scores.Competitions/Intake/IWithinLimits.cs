namespace Gamezop.Scores.Competitions;

/// <summary>Knows which events reach something that has to be reached within a time since the play's start.</summary>
internal interface IWithinLimits
{
    /// <summary>The shortest of the times within which an event counts for something by its own duration; null for none.</summary>
    TimeSpan? ShortestOf(ScoreContext context);
}
