namespace Gamezop.Scores;

/// <summary>Erases a user's events where they are kept, and where this node has read them to hand them over.</summary>
internal interface IUserErasure
{
    /// <summary>Erases all events of a user. Calls of handlers that are under way end as they do; no further one gets an event that was there before.</summary>
    ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken);
}
