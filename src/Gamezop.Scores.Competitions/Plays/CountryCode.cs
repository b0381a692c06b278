namespace Gamezop.Scores.Competitions;

/// <summary>A country as two capital letters, and as a number that fits a ranking's rows.</summary>
internal static class CountryCode
{
    private static readonly string[] Texts = [.. from first in Enumerable.Range('A', 26) from second in Enumerable.Range('A', 26) select new string([(char)first, (char)second])];

    /// <summary>Whatever an event may say.</summary>
    public static IReadOnlyList<string> All => Texts;

    /// <summary>Upper-cases; what is not two letters A to Z is no country.</summary>
    public static string? Normalize(string? country) => ToText(FromText(country));

    public static ushort FromText(string? country) =>
        country is { Length: 2 } && char.IsAsciiLetter(country[0]) && char.IsAsciiLetter(country[1])
            ? (ushort)(1 + (((country[0] & ~0x20) - 'A') * 26) + ((country[1] & ~0x20) - 'A'))
            : (ushort)0;

    public static string? ToText(ushort code) => code == 0 ? null : Texts[code - 1];
}
