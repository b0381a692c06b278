using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>Sums are made of whole thousandths: adding doubles would depend on the order.</summary>
internal static class Thousandths
{
    /// <summary>Beyond this, a play's score is not summed.</summary>
    public const double MostPerPlay = 9e9;

    private const long MostInSum = 1L << 53;

    public static bool CanHold(double score) => Math.Abs(score) <= MostPerPlay;

    /// <summary>Rounds half to even, from the decimal digits that the score is written with.</summary>
    public static long Of(double score)
    {
        // Nearly every score is a whole number.
        if (double.IsInteger(score) && CanHold(score))
            return (long)score * 1_000;

        // A cast keeps 15 of up to 17 digits: what is just past a half would be taken for a half.
        Span<char> digits = stackalloc char[32];
        score.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        return (long)decimal.Round(decimal.Parse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture) * 1000m, MidpointRounding.ToEven);
    }

    /// <summary>A sum that doubles can still tell from its neighbours.</summary>
    public static long Saturate(Int128 sum, out bool saturated)
    {
        saturated = sum > MostInSum || sum < -MostInSum;
        return sum > MostInSum ? MostInSum : sum < -MostInSum ? -MostInSum : (long)sum;
    }
}
