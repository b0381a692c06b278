using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>
/// What a game tells the page or app that embeds it, for hosts written in C# (WebView2, MAUI). A hint for the user interface, never evidence:
/// the client can say anything. Only the webhook's <see cref="ScoreEvent"/> counts, and there is no way from this type to that one.
/// </summary>
/// <remarks>
/// Gamezop enables broadcasts per property. Before parsing, check that the message comes from the game's own frame and origin.
/// Which members are there differs by event and integration; a member of an unexpected kind is treated as missing.
/// </remarks>
public sealed class ScoreBroadcast
{
    /// <summary>The longest message that is read, in characters: 65,536.</summary>
    public const int MaxLength = 65_536;

    internal ScoreBroadcast(JsonElement raw) => Raw = raw;

    /// <summary>
    /// What happened in a single-player game; <see cref="GameState.Unknown"/> for a state this version does not know and for multiplayer
    /// events.
    /// </summary>
    public GameState State { get; internal init; }

    /// <summary>The state's text on the wire; null exactly for multiplayer events.</summary>
    public string? RawState { get; internal init; }

    /// <summary>The score so far; finite.</summary>
    public double? Score { get; internal init; }

    /// <summary>Time spent in this game play so far (milliseconds on the wire); never negative.</summary>
    public TimeSpan? Duration { get; internal init; }

    /// <summary>The game's code.</summary>
    public string? GameCode { get; internal init; }

    /// <summary>The same throughout one game play.</summary>
    public string? GamePlayId { get; internal init; }

    /// <summary>The leaderboard that the score belongs to.</summary>
    public ScoreBroadcastLeaderboard? Leaderboard { get; internal init; }

    /// <summary>
    /// A multiplayer event's name, e.g. <c>match_found</c>; null for single-player games. Its members are in <see cref="Raw"/>, not
    /// interpreted.
    /// </summary>
    public string? Event { get; internal init; }

    /// <summary>The whole object as it came.</summary>
    public JsonElement Raw { get; }

    /// <summary>Reads a message. Never throws: a page or app must survive whatever arrives.</summary>
    /// <param name="json">A JSON object, or a JSON string that holds one (the stringified form, once). At most <see cref="MaxLength"/>
    /// characters, 16 levels deep.</param>
    /// <param name="broadcast">The broadcast, or null.</param>
    /// <returns>False for anything else, and for an object with neither a <c>state</c> nor an <c>event</c>: drop it.</returns>
    public static bool TryParse([NotNullWhen(true)] string? json, [NotNullWhen(true)] out ScoreBroadcast? broadcast)
    {
        broadcast = BroadcastReader.Read(json);
        return broadcast is not null;
    }
}
