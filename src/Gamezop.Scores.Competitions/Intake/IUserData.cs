namespace Gamezop.Scores.Competitions;

/// <summary>Something that keeps what users did, beside the boards.</summary>
internal interface IUserData
{
    /// <summary>Removes everything that is kept of a user. May be called again.</summary>
    ValueTask EraseAsync(string userId, CancellationToken cancellationToken);
}
