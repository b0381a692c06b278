namespace Gamezop.Scores.Competitions;

/// <summary>Where events go that do not look genuine.</summary>
internal interface IQuarantineGate
{
    /// <summary>Keeps an event for the operators; one that is kept already stays as it is.</summary>
    ValueTask KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken);
}
