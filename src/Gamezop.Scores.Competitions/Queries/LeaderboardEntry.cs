using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>A place on a leaderboard.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
public sealed record LeaderboardEntry
{
    /// <summary>The number shown, from 1; equal scores as the board's <see cref="LeaderboardDefinition.Ranking"/> says.</summary>
    public required int Rank { get; init; }

    /// <summary>The user, or an anonymised id where that is configured.</summary>
    public required string UserId { get; init; }

    /// <summary>The score; on a <see cref="LeaderboardScoring.Total"/> board the sum.</summary>
    public required double Score { get; init; }

    /// <summary>When the user reached the score, in UTC.</summary>
    public required DateTimeOffset AchievedAt { get; init; }

    /// <summary>The country of the event that decides, as two capital letters, or null.</summary>
    public string? Country { get; init; }

    /// <summary>The user's name, from the publisher's <see cref="IPlayerDirectory"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Where the user's picture is, from the publisher's <see cref="IPlayerDirectory"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Avatar { get; init; }
}
