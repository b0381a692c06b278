using System.Text;

namespace Gamezop.Scores;

/// <summary>What is kept of an exception with a retry or a dead letter.</summary>
internal static class ErrorText
{
    private const int MaxLength = 4_000;

    /// <summary>All of an exception; or its message alone, where that is meant to be read.</summary>
    public static string Of(Exception exception, bool isMessage = false)
    {
        string text;
        try
        {
            text = (isMessage ? exception.Message : exception.ToString()) ?? "";
        }
        catch (Exception own)
        {
            // An exception of the publisher's that cannot even be shown must not keep its event from being settled.
            text = $"{exception.GetType()} (its text cannot be had: {own.GetType()})";
        }
        // Not every store takes U+0000, or half a character: on the way through UTF-8 the latter becomes a replacement.
        text = text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }
}
