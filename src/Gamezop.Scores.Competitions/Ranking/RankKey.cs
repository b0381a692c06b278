namespace Gamezop.Scores.Competitions;

/// <summary>A score as an integer of which the smaller one is the better: equal scores have equal keys, and a key gives its score back.</summary>
internal static class RankKey
{
    public static long OfScore(double score, bool ascending)
    {
        // Adding zero turns -0 into 0. The bits of a positive double are in its order already; those of a negative one run the other way.
        long bits = BitConverter.DoubleToInt64Bits(score + 0.0);
        long ordered = bits ^ ((bits >> 63) & long.MaxValue);
        return ascending ? ordered : ~ordered;
    }

    public static double ToScore(long key, bool ascending)
    {
        long ordered = ascending ? key : ~key;
        return BitConverter.Int64BitsToDouble(ordered ^ ((ordered >> 63) & long.MaxValue));
    }

    public static long OfThousandths(long sum, bool ascending) => ascending ? sum : ~sum;

    public static double ToThousandths(long key, bool ascending) => (ascending ? key : ~key) / 1000.0;
}
