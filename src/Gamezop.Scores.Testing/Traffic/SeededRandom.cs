namespace Gamezop.Scores.Testing;

/// <summary>SplitMix64: the same numbers from the same seed on every runtime, which <see cref="Random"/> does not promise. Not for secrets.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>At least 0 and below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public int Between(int min, int max) => min + (int)(NextDouble() * (max - min + 1));

    public TimeSpan UpTo(TimeSpan max) => TimeSpan.FromMilliseconds(Math.Floor(NextDouble() * max.TotalMilliseconds));

    public bool Happens(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
