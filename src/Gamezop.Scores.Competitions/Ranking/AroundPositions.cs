namespace Gamezop.Scores.Competitions;

/// <summary>Which positions are around one.</summary>
internal static class AroundPositions
{
    /// <param name="position">The position.</param>
    /// <param name="around">How many ahead, and how many behind.</param>
    /// <param name="fill">Whether those who are missing at one end are made up for at the other.</param>
    /// <param name="total">How many positions there are.</param>
    public static (int From, int Count) Of(int position, int around, bool fill, int total)
    {
        int from = Math.Max(0, position - around);
        int end = Math.Min(total, position + around + 1);
        if (!fill)
            return (from, end - from);
        int count = Math.Min(total, (2 * around) + 1);
        from = Math.Min(from, total - count);
        return (from, count);
    }
}
