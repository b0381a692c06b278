namespace Gamezop.Scores.Competitions;

/// <summary>What is kept of an exception with a reward.</summary>
internal static class RewardErrors
{
    private const int MaxLength = 4_000;

    public static string TextOf(Exception exception)
    {
        string text;
        try
        {
            text = exception.ToString();
        }
        catch (Exception own)
        {
            // An exception of the publisher's that cannot even be shown must not keep its reward from being settled.
            text = $"{exception.GetType()} (its text cannot be had: {own.GetType()})";
        }

        // Not every store takes U+0000, or half a character.
        text = text.Replace('\0', '\uFFFD');
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
