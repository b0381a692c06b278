namespace Gamezop.Scores.Competitions;

/// <summary>Who was erased a short time ago.</summary>
internal interface IErasedUsers
{
    /// <summary>Whether an event had arrived when its user was erased: wherever it was on its way, it does not count any more.</summary>
    bool IsErased(ScoreContext context);
}
