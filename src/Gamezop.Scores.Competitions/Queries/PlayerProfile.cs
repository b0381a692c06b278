namespace Gamezop.Scores.Competitions;

/// <summary>How a user is shown.</summary>
/// <param name="Name">The name, or null.</param>
/// <param name="Avatar">Where the picture is, or null.</param>
public sealed record PlayerProfile(string? Name, string? Avatar = null);
