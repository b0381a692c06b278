using System.Collections.ObjectModel;

namespace Gamezop.Scores;

/// <summary>A game of the All Games API, the same for both of its forms. What Gamezop left out or wrote in an unknown way is null, empty or Unknown.</summary>
public sealed class GamezopGame
{
    /// <summary>The code that scores carry in <see cref="ScoreEvent.GameCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Where the game is played, as Gamezop writes it: for <see cref="GameUrlBuilder"/> or <see cref="IGameUrls"/>.</summary>
    public required string Url { get; init; }

    /// <summary>Its name in the language asked for, else in English, else in any.</summary>
    public string? Name { get; init; }

    /// <summary>Its names by language code. The current form gives the language asked for alone.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Its description in the language asked for, else in English, else in any.</summary>
    public string? Description { get; init; }

    /// <summary>Its descriptions by language code. The current form gives the language asked for alone.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How it wants the screen held.</summary>
    public GamezopOrientation Orientation { get; init; }

    /// <summary>The names of its categories, in the language asked for where there is a choice.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its tags, in the language asked for where there is a choice. Of the older form.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its pictures.</summary>
    public GamezopImages Images { get; init; } = new();

    /// <summary>Whether it shows advertisements of its own.</summary>
    public bool? HasIntegratedAds { get; init; }

    /// <summary>Its width in pixels. Of the older form.</summary>
    public int? Width { get; init; }

    /// <summary>Its height in pixels. Of the older form.</summary>
    public int? Height { get; init; }

    /// <summary>How users rated it. Of the older form.</summary>
    public double? Rating { get; init; }

    /// <summary>How many users rated it. Of the older form.</summary>
    public long? RatingCount { get; init; }

    /// <summary>How often it was played. Of the older form.</summary>
    public long? PlayCount { get; init; }
}
