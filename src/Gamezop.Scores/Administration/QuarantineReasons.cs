namespace Gamezop.Scores;

/// <summary>The values of <see cref="QuarantinedEvent.Reason"/>.</summary>
internal static class QuarantineReasons
{
    public const string Forged = "forged";
}
