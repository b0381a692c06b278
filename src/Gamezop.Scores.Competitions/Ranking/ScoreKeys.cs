namespace Gamezop.Scores.Competitions;

/// <summary>Between the scores that are shown and the keys that rankings are sorted by.</summary>
internal sealed class ScoreKeys(bool isTotal, bool ascending)
{
    // Beyond what a sum can hold.
    private const double MostThousandths = (1L << 53) + 16.0;

    public bool Ascending => ascending;

    public double ScoreOf(long key) => isTotal ? RankKey.ToThousandths(key, ascending) : RankKey.ToScore(key, ascending);

    /// <summary>The least key whose score is no better than a given one.</summary>
    public long FirstNotBetter(double score) => isTotal ? OfTotal(score, worse: false) : RankKey.OfScore(score, ascending);

    /// <summary>The least key whose score is worse than a given one.</summary>
    public long FirstWorse(double score) => isTotal ? OfTotal(score, worse: true) : RankKey.OfScore(score, ascending) + 1;

    /// <summary>The part of a ranking between two scores, both included: the least key in it, and the least key after it. Null where there is no limit.</summary>
    public (long? First, long? After) Between(double? min, double? max)
    {
        (double? best, double? worst) = ascending ? (min, max) : (max, min);
        return (best is { } first ? FirstNotBetter(first) : null, worst is { } last ? FirstWorse(last) : null);
    }

    // The greatest sum that is no more, or less, than a score; on an ascending ranking the least that is no less, or more.
    private long OfTotal(double score, bool worse)
    {
        double bound = ascending ? -score : score;
        long sum = (long)Math.Floor(Math.Clamp(bound * 1000, -MostThousandths, MostThousandths));
        while (sum > -MostThousandths && IsBeyond(sum))
            sum--;
        while (sum < MostThousandths && !IsBeyond(sum + 1))
            sum++;
        return RankKey.OfThousandths(ascending ? -sum : sum, ascending);

        bool IsBeyond(long thousandths) => worse ? thousandths / 1000.0 >= bound : thousandths / 1000.0 > bound;
    }
}
