using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads a request's query and keeps the first thing that is wrong with it.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public string? Error { get; private set; }

    public string? Text(string name)
    {
        if (query[name] is { Count: > 1 })
            Error ??= $"'{name}' is given more than once.";
        return query[name];
    }

    public int Number(string name, int least, int most, int fallback)
    {
        if (Text(name) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        Error ??= most == int.MaxValue ? $"'{name}' must be a whole number from {least}." : $"'{name}' must be a whole number from {least} to {most}.";
        return fallback;
    }

    /// <summary>Keeps an error that was found elsewhere.</summary>
    public void Check(string? error) => Error ??= error;
}
