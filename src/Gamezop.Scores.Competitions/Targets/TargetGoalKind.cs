namespace Gamezop.Scores.Competitions;

/// <summary>What a goal measures. A kept number: never renumber.</summary>
internal enum TargetGoalKind
{
    ScoreAtLeast = 0,
    ScoreAtMost = 1,
    TotalScore = 2,
    LevelsCompleted = 3,
    PlaysFinished = 4,
    TimePlayed = 5,
    DayStreak = 6,
}
