namespace Gamezop.Scores;

/// <summary>The members of Gamezop's score object, in the order of its documentation, which is the order they are written in.</summary>
internal enum ScoreMember
{
    GameCode,
    SessionId,
    GamePlayId,
    Timestamp,
    Score,
    LeaderboardId,
    SubId,
    Country,
    Duration,
    State,
    Additional,
}
