using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>What a durable server measured during a slice.</summary>
/// <param name="CommitTime">The median time of an append until it was durable, in milliseconds.</param>
/// <param name="Group">The mean number of events that shared an append.</param>
/// <param name="Waiting">How many events were not handled yet when the slice ended.</param>
/// <param name="Duplicates">How many were not new: none, or the figures mean nothing.</param>
/// <param name="Pruned">How many were pruned since the slice began.</param>
internal readonly record struct DurableFigures(double CommitTime, double Group, long Waiting, long Duplicates, long Pruned)
{
    public static DurableFigures Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new DurableFigures(Number(parts[0]), Number(parts[1]), (long)Number(parts[2]), (long)Number(parts[3]), (long)Number(parts[4]));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CommitTime} {Group} {Waiting} {Duplicates} {Pruned}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
