namespace Gamezop.Scores.Competitions;

/// <summary>Orders texts by their UTF-8 bytes, which is the order of their code points and not that of .NET's UTF-16.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Comparer { get; } = new();

    int IComparer<string>.Compare(string? x, string? y) => Compare(x ?? "", y ?? "");

    public static int Compare(string x, string y)
    {
        int same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
            return x.Length - y.Length;
        return Weight(x[same]) - Weight(y[same]);
    }

    // Surrogates stand for code points above all others.
    private static int Weight(char unit) => unit switch
    {
        < '\uD800' => unit,
        < '\uE000' => unit + 0x2000,
        _ => unit - 0x800,
    };
}
