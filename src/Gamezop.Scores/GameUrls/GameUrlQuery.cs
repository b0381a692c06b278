using System.Text;

namespace Gamezop.Scores;

/// <summary>Sets the <c>sub</c> in a query as <c>URLSearchParams.set</c> does, but leaves every other byte as it is.</summary>
internal static class GameUrlQuery
{
    /// <summary>Sets the parameter.</summary>
    /// <param name="query">The query without its question mark; empty when there is none.</param>
    /// <param name="parameter"><c>sub=</c> and the encoded value.</param>
    /// <returns>The new query, without a question mark.</returns>
    public static string Set(string query, string parameter)
    {
        StringBuilder result = new(query.Length + parameter.Length + 1);
        bool isSet = false;
        bool isFirst = true;
        foreach (Range range in query.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = query.AsSpan(range);
            bool isSub = IsSub(pair);
            if (isSub && isSet)
                continue;
            if (!isFirst)
                result.Append('&');
            isFirst = false;
            result.Append(isSub ? parameter.AsSpan() : pair);
            isSet |= isSub;
        }

        if (isSet)
            return result.ToString();
        if (query.Length > 0 && query[^1] != '&')
            result.Append('&');
        return result.Append(parameter).ToString();
    }

    private static bool IsSub(ReadOnlySpan<char> pair)
    {
        int equals = pair.IndexOf('=');
        ReadOnlySpan<char> name = equals < 0 ? pair : pair[..equals];
        return Take(ref name, 's', "%73") && Take(ref name, 'u', "%75") && Take(ref name, 'b', "%62") && name.IsEmpty;
    }

    private static bool Take(ref ReadOnlySpan<char> name, char letter, ReadOnlySpan<char> encoded)
    {
        int length = name.StartsWith(letter) ? 1 : name.StartsWith(encoded) ? encoded.Length : 0;
        name = name[length..];
        return length > 0;
    }
}
