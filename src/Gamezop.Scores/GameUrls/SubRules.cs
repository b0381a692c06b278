namespace Gamezop.Scores;

/// <summary>The rules for a <c>sub</c> and for the user id in a signed one.</summary>
internal static class SubRules
{
    /// <summary>The longest sub that Gamezop takes, in UTF-16 code units.</summary>
    public const int MaxLength = 100;

    /// <summary>What is wrong with a sub or a user id; never holds its text.</summary>
    /// <param name="value">The sub or user id.</param>
    /// <param name="noun">What to call it in the message.</param>
    /// <param name="maxLength">In UTF-16 code units.</param>
    /// <returns>The error as a sentence, or null.</returns>
    public static string? Check(string? value, string noun, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
            return $"The {noun} is {(value is null ? "null" : "empty")}.";
        if (value.Length > maxLength)
            return $"The {noun} is longer than {maxLength} UTF-16 code units.";
        if (value is "." or "..")
            return $"The {noun} is '{value}', which vanishes from URL paths.";
        if (CharacterRules.IsPlain(value))
            return null;
        if (CharacterRules.HasControl(value))
            return $"The {noun} contains a control character.";
        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
            return $"The {noun} begins or ends with white space.";
        return CharacterRules.HasLoneSurrogate(value) ? $"The {noun} contains a lone surrogate." : null;
    }

    /// <summary>Throws what <see cref="Check"/> finds.</summary>
    /// <exception cref="ArgumentException">The value breaks a rule (<see cref="ArgumentNullException"/> when it is null).</exception>
    public static void Require(string? value, string noun, int maxLength, string parameterName)
    {
        if (Check(value, noun, maxLength) is { } error)
            throw value is null ? new ArgumentNullException(parameterName, error) : new ArgumentException(error, parameterName);
    }
}
