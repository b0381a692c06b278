namespace Gamezop.Scores;

/// <summary>The addresses of a game's pictures as Gamezop writes them; null where there is none.</summary>
public sealed class GamezopImages
{
    /// <summary>Wide cover picture.</summary>
    public string? Cover { get; init; }

    /// <summary>Brick-shaped picture.</summary>
    public string? Brick { get; init; }

    /// <summary>Thumbnail.</summary>
    public string? Thumb { get; init; }

    /// <summary>Wallpaper.</summary>
    public string? Wall { get; init; }

    /// <summary>Square picture.</summary>
    public string? Square { get; init; }

    /// <summary>Pictures of the game being played.</summary>
    public IReadOnlyList<string> Screenshots { get; init; } = [];
}
