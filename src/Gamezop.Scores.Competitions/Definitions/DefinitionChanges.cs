namespace Gamezop.Scores.Competitions;

/// <summary>Which members of a definition say what past scores mean: changing one of them asks for a rebuild.</summary>
internal static class DefinitionChanges
{
    public static IReadOnlyList<string> Meaning(LeaderboardDefinition old, LeaderboardDefinition changed)
    {
        var members = new List<string>();
        Compare(nameof(old.Games), Same(old.Games, changed.Games));
        Compare(nameof(old.GamezopLeaderboards), Same(old.GamezopLeaderboards, changed.GamezopLeaderboards));
        Compare(nameof(old.Sources), Same(old.Sources, changed.Sources));
        Compare(nameof(old.Scoring), old.Scoring == changed.Scoring);
        Compare(nameof(old.Order), old.Order == changed.Order);
        Compare(nameof(old.Counts), old.Counts == changed.Counts);
        Compare(nameof(old.Window), old.Window == changed.Window || old.Window.Equals(changed.Window));
        Compare(nameof(old.TimeZone), SettingText.Of(old.TimeZone) == SettingText.Of(changed.TimeZone));
        Compare(nameof(old.PartitionBy), old.PartitionBy == changed.PartitionBy);
        return members;

        void Compare(string member, bool same)
        {
            if (!same)
                members.Add(member);
        }
    }

    /// <summary>The old meaning with the new members that any board can take over at once.</summary>
    public static LeaderboardDefinition Light(LeaderboardDefinition old, LeaderboardDefinition changed) => new()
    {
        Id = old.Id,
        Games = old.Games,
        GamezopLeaderboards = old.GamezopLeaderboards,
        Sources = old.Sources,
        Scoring = old.Scoring,
        Order = old.Order,
        Counts = old.Counts,
        Window = old.Window,
        TimeZone = old.TimeZone,
        PartitionBy = old.PartitionBy,
        Grace = changed.Grace,
        ClosedWindowsKept = changed.ClosedWindowsKept,
        Ranking = changed.Ranking,
    };

    private static bool Same(IReadOnlyList<string> old, IReadOnlyList<string> changed) => old.Order(StringComparer.Ordinal).SequenceEqual(changed.Order(StringComparer.Ordinal));
}
