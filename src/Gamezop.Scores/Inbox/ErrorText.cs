namespace Gamezop.Scores;

/// <summary>What is kept of an exception with a retry or a dead letter.</summary>
internal static class ErrorText
{
    private const int MaxLength = 4_000;

    public static string Of(Exception exception)
    {
        string text;
        try
        {
            text = exception.ToString();
        }
        catch (Exception own)
        {
            // An exception of the publisher's that cannot even be shown must not keep its event from being settled.
            text = $"{exception.GetType()} (its text cannot be had: {own.GetType()})";
        }
        // Not every store takes U+0000, or half a character.
        text = text.Replace('\0', '\uFFFD');
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
