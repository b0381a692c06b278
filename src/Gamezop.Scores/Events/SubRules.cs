namespace Gamezop.Scores;

/// <summary>
/// The rules for a user's id, whether it is a plain <c>sub</c> or the id inside a protected one: for game URLs that are made here as well as for
/// subs that come with scores.
/// </summary>
internal static class SubRules
{
    /// <summary>The longest sub that Gamezop takes, in UTF-16 code units.</summary>
    public const int MaxLength = 100;

    /// <summary>What is wrong with a sub or a user id; never holds its text.</summary>
    /// <param name="value">The sub or user id.</param>
    /// <returns>The error as the rest of a sentence, or null.</returns>
    public static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return value is null ? "is null" : "is empty";
        if (value.Length > MaxLength)
            return $"is longer than {MaxLength} UTF-16 code units";
        if (value is "." or "..")
            return $"is '{value}', which vanishes from URL paths";
        if (CharacterRules.IsPlain(value))
            return null;
        if (CharacterRules.HasControl(value))
            return "contains a control character";
        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
            return "begins or ends with white space";
        if (CharacterRules.HasDirectionChange(value))
            return "contains a character that changes the direction of writing";
        return CharacterRules.HasLoneSurrogate(value) ? "contains a lone surrogate" : null;
    }

    /// <summary>What <see cref="Problem"/> finds, as a sentence.</summary>
    /// <param name="value">The sub or user id.</param>
    /// <param name="noun">What to call it.</param>
    public static string? Check(string? value, string noun) => Problem(value) is { } problem ? $"The {noun} {problem}." : null;

    /// <summary>Throws what <see cref="Check"/> finds.</summary>
    /// <exception cref="ArgumentException">The value breaks a rule (<see cref="ArgumentNullException"/> when it is null).</exception>
    public static void Require(string? value, string noun, string parameterName)
    {
        if (Check(value, noun) is { } error)
            throw value is null ? new ArgumentNullException(parameterName, error) : new ArgumentException(error, parameterName);
    }
}
