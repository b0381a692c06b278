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

    /// <summary>A score; null where it is not given.</summary>
    public double? Score(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double score) && double.IsFinite(score))
            return score;
        Error ??= $"'{name}' must be a number like 1200 or -0.5.";
        return null;
    }

    /// <summary>Whether something is asked for; no unless given.</summary>
    public bool Flag(string name)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
            Error ??= $"'{name}' must be true or false.";
        return text == "true";
    }

    /// <summary>The lowest and the highest score of a range, both included.</summary>
    public (double? Min, double? Max) Scores()
    {
        (double? min, double? max) = (Score("min"), Score("max"));
        if (min > max)
            Error ??= "'min' must not be more than 'max'.";
        return (min, max);
    }

    /// <summary>Keeps an error that was found elsewhere.</summary>
    public void Check(string? error) => Error ??= error;
}
