namespace Gamezop.Scores;

/// <summary>The values of <see cref="QuarantinedEvent.Reason"/>.</summary>
internal static class QuarantineReasons
{
    public const string Forged = "forged";

    /// <summary>Dated more than <see cref="EventClock.Ahead"/> after its arrival.</summary>
    public const string Future = "future";
}
