using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>What scores may be asked for.</summary>
internal static class ScoreLimits
{
    public static void Check(double? minScore, double? maxScore)
    {
        if (minScore is { } min)
            Check(min, nameof(minScore));
        if (maxScore is { } max)
            Check(max, nameof(maxScore));
        if (minScore > maxScore)
            throw new ArgumentException("The lowest score is higher than the highest.", nameof(minScore));
    }

    public static void Check(double score, [CallerArgumentExpression(nameof(score))] string? name = null)
    {
        if (!double.IsFinite(score))
            throw new ArgumentOutOfRangeException(name, score, "A score is a finite number.");
    }
}
