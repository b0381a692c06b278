namespace Gamezop.Scores.Competitions;

/// <summary>
/// Judges whether a play can have been played. Added with <c>AddPlausibility&lt;T&gt;</c>, beside <see cref="PlausibilityRules"/>: of several verdicts on a play the strictest holds,
/// with the breaches of all.
/// </summary>
/// <remarks>
/// A pure function, called by several threads and again with every event of a play: the same evidence must always get the same verdict, or boards would depend on the order of
/// deliveries. It must not wait for anything. What it throws fails the events of the batch, which are then tried again.
/// </remarks>
public interface IScorePlausibility
{
    /// <summary>Judges a play by all that is known of it.</summary>
    /// <param name="evidence">What its events say; more of them may come, and then it is judged anew.</param>
    /// <returns>The verdict; <see cref="PlausibilityVerdict.Accept"/> for nothing to say.</returns>
    PlausibilityVerdict Judge(PlayEvidence evidence);
}
