namespace Gamezop.Scores;

/// <summary>A section of the configuration that a feature which was added reads.</summary>
internal sealed record FeatureSection(string Path)
{
    /// <summary>The sections of the SDK's own features, and what reads them.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Leaderboards"] = "AddLeaderboards()",
        ["Tournaments"] = "AddTournaments()",
        ["Targets"] = "AddTargets()",
        ["Rewards"] = "AddRewardHandler<T>()",
        ["Plausibility"] = "AddPlausibility()",
        ["Inbox"] = "UseSqlite(…) or another store",
        ["Sqlite"] = "UseSqlite(…)",
        ["Api"] = "AddGamezopApi(…)",
    };
}
