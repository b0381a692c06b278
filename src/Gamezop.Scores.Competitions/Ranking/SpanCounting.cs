using System.Numerics;
using System.Runtime.InteropServices;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Counts over a node's arrays from end to end. Where a node is not in the cache, reading all of its few lines at once is quicker than a binary search,
/// which waits for one after the other.
/// </summary>
internal static class SpanCounting
{
    public static int CountLess(ReadOnlySpan<long> values, long limit)
    {
        var bound = new Vector<long>(limit);
        Vector<long> counts = default;
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
        // A comparison that holds gives -1.
        foreach (Vector<long> vector in vectors)
            counts -= Vector.LessThan(vector, bound);
        int count = (int)Vector.Sum(counts);
        foreach (long value in values[(vectors.Length * Vector<long>.Count)..])
            count += value < limit ? 1 : 0;
        return count;
    }

    public static int Sum(ReadOnlySpan<int> values)
    {
        Vector<int> sums = default;
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(values);
        foreach (Vector<int> vector in vectors)
            sums += vector;
        int sum = Vector.Sum(sums);
        foreach (int value in values[(vectors.Length * Vector<int>.Count)..])
            sum += value;
        return sum;
    }
}
