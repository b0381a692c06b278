using System.Buffers;

namespace Gamezop.Scores;

/// <summary>What the texts of game URLs and subs have in common: characters that change or vanish between systems.</summary>
internal static class CharacterRules
{
    private static readonly SearchValues<char> DirectionChanges =
        SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>Whether every character is visible ASCII, so that nothing else here can be found in it.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('!', '~');

    public static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether there are characters that turn the direction of writing: embeddings, overrides, isolates and their ends. They are not seen, and what
    /// stands beside an id in a page or in a log would be shown in another order.
    /// </summary>
    public static bool HasDirectionChange(ReadOnlySpan<char> text) => text.ContainsAny(DirectionChanges);

    public static bool HasWhiteSpace(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (char.IsWhiteSpace(character))
                return true;
        }

        return false;
    }

    /// <summary>For text without control characters: but for U+0000, it is all that <see cref="TextRules"/> finds.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<char> text) => TextRules.Check(text) is not null;
}
