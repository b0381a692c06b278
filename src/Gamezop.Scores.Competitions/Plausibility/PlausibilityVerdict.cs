namespace Gamezop.Scores.Competitions;

/// <summary>What an <see cref="IScorePlausibility"/> says of a play.</summary>
public sealed class PlausibilityVerdict
{
    /// <summary>Creates a verdict.</summary>
    /// <param name="outcome">What becomes of the play.</param>
    /// <param name="breaches">Why; empty where the play is accepted.</param>
    public PlausibilityVerdict(PlausibilityOutcome outcome, params IReadOnlyList<PlausibilityBreach> breaches)
    {
        ArgumentNullException.ThrowIfNull(breaches);
        (Outcome, Breaches) = (outcome, breaches);
    }

    /// <summary>The play counts, and there is nothing to say about it.</summary>
    public static PlausibilityVerdict Accept { get; } = new(PlausibilityOutcome.Accept);

    /// <summary>What becomes of the play.</summary>
    public PlausibilityOutcome Outcome { get; }

    /// <summary>Why.</summary>
    public IReadOnlyList<PlausibilityBreach> Breaches { get; }
}
