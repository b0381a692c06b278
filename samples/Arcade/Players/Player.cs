namespace Arcade;

/// <summary>Who plays.</summary>
/// <param name="Id">What scores come with: the user id of the game URL's sub.</param>
/// <param name="Name">Shown.</param>
internal sealed record Player(string Id, string Name)
{
    public const int MaxLength = 20;

    /// <summary>Makes a player of a picked name: 2 to 20 letters, digits, blanks and hyphens. The same name in another case is the same player.</summary>
    public static Player? FromName(string? name)
    {
        name = string.Join(' ', (name ?? "").Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var isName = name.Length is >= 2 and <= MaxLength && name.All(character => char.IsLetterOrDigit(character) || char.GetUnicodeCategory(character) is
            System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark || character is ' ' or '-');
        return isName ? new Player(name.ToLowerInvariant().Replace(' ', '-'), name) : null;
    }
}
