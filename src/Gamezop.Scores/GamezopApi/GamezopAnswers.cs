using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>
/// Reads the answers of PROTOCOL's sections 3 and 4. The forms differ in names and shapes but contradict each other nowhere, so each
/// member is looked for in all of them, and an answer half-way between two forms is read as well.
/// </summary>
internal static class GamezopAnswers
{
    private const string English = "en";

    /// <summary>The games that have a code and a URL.</summary>
    /// <returns>Null when the answer holds no list of games.</returns>
    public static IReadOnlyList<GamezopGame>? ReadGames(JsonElement answer, string language)
    {
        JsonElement games = Either(answer, "data", "games");
        return games.ValueKind is JsonValueKind.Array ? [.. games.Items().Select(game => ReadGame(game, language)).OfType<GamezopGame>()] : null;
    }

    /// <summary>The leaderboards that have an id; none where the answer, or its list, is null: the game is unknown.</summary>
    /// <returns>Null when the answer holds no list of leaderboards.</returns>
    public static IReadOnlyList<GamezopLeaderboard>? ReadLeaderboards(JsonElement answer)
    {
        JsonElement leaderboards = answer.ValueKind is JsonValueKind.Null ? answer : Either(answer, "data", "leaderboards");
        return leaderboards.ValueKind is JsonValueKind.Array or JsonValueKind.Null
            ? [.. leaderboards.Items().Select(ReadLeaderboard).OfType<GamezopLeaderboard>()]
            : null;
    }

    private static GamezopLeaderboard? ReadLeaderboard(JsonElement leaderboard) =>
        Either(leaderboard, "leaderboard_id", "leaderboardId").Text() is not { } id ? null : new GamezopLeaderboard
        {
            Id = id,
            Name = leaderboard.Member("name").Text(),
            Description = leaderboard.Member("description").Text(),
            ScoreType = leaderboard.Member("score_type").Text(),
            SortingOrder = leaderboard.Member("sorting_order").Text()?.ToUpperInvariant() switch
            {
                "ASCENDING" or "ASC" => GamezopSortingOrder.Ascending,
                "DESCENDING" or "DESC" => GamezopSortingOrder.Descending,
                _ => GamezopSortingOrder.Unknown,
            },
        };

    private static GamezopGame? ReadGame(JsonElement game, string language)
    {
        if (game.Member("code").Text() is not { } code || game.Member("url").Text() is not { } url)
            return null;
        Dictionary<string, string> names = ReadTranslations(game.Member("name"), language);
        Dictionary<string, string> descriptions = ReadTranslations(game.Member("description"), language);
        return new GamezopGame
        {
            Code = code,
            Url = url,
            Name = Choose(names, language),
            Names = names,
            Description = Choose(descriptions, language),
            Descriptions = descriptions,
            Orientation = ReadOrientation(game),
            Categories = ReadCategories(game, language),
            Tags = ReadTexts(game.Member("tags"), language),
            Images = ReadImages(Either(game, "images", "assets")),
            HasIntegratedAds = Either(game, "has_integrated_ads", "hasIntegratedAds").Flag(),
            Width = (int?)game.Member("width").Whole(int.MaxValue),
            Height = (int?)game.Member("height").Whole(int.MaxValue),
            Rating = game.Member("rating").Number(),
            RatingCount = game.Member("numberOfRatings").Whole(long.MaxValue),
            PlayCount = game.Member("gamePlays").Whole(long.MaxValue),
        };
    }

    private static GamezopOrientation ReadOrientation(JsonElement game) => game.Member("screen_orientation").Text()?.ToUpperInvariant() switch
    {
        "PORTRAIT" => GamezopOrientation.Portrait,
        "LANDSCAPE" => GamezopOrientation.Landscape,
        null when game.Member("isPortrait").Flag() is { } isPortrait => isPortrait ? GamezopOrientation.Portrait : GamezopOrientation.Landscape,
        _ => GamezopOrientation.Unknown,
    };

    private static IReadOnlyList<string> ReadCategories(JsonElement game, string language) =>
        Choose(ReadTranslations(game.Member("category").Member("name"), language), language) is { } category
            ? [category]
            : ReadTexts(game.Member("categories"), language);

    private static GamezopImages ReadImages(JsonElement images) => new()
    {
        Cover = images.Member("cover").Text(),
        Brick = images.Member("brick").Text(),
        Thumb = images.Member("thumb").Text(),
        Wall = images.Member("wall").Text(),
        Square = images.Member("square").Text(),
        Screenshots = ReadTexts(Either(images, "screenshots", "screens"), English),
    };

    /// <summary>A text, or texts by language.</summary>
    private static Dictionary<string, string> ReadTranslations(JsonElement value, string language)
    {
        Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        if (value.Text() is { } single)
            texts[language] = single;
        foreach ((string code, JsonElement text) in value.Members())
        {
            if (text.Text() is { } translation)
                texts[code] = translation;
        }

        return texts;
    }

    /// <summary>A list of texts, or lists by language.</summary>
    private static IReadOnlyList<string> ReadTexts(JsonElement value, string language)
    {
        Dictionary<string, JsonElement> lists = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string code, JsonElement list) in value.Members())
            lists[code] = list;
        if (lists.Count > 0)
            value = Choose(lists, language);
        return [.. value.Items().Select(text => text.Text()).OfType<string>()];
    }

    private static T? Choose<T>(Dictionary<string, T> translations, string language) =>
        translations.TryGetValue(language, out T? translation) || translations.TryGetValue(English, out translation)
            ? translation
            : translations.Values.FirstOrDefault();

    private static JsonElement Either(JsonElement element, string current, string older) =>
        element.Member(current) is { ValueKind: not JsonValueKind.Undefined } member ? member : element.Member(older);
}
