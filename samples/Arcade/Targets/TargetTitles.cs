namespace Arcade;

/// <summary>What players read of the targets of <c>Gamezop:Targets</c> in the settings, by id.</summary>
internal static class TargetTitles
{
    private static readonly Dictionary<string, string> Titles = new()
    {
        ["first-game"] = "Finish your first game",
        ["daily-points"] = "Make 300 points today",
        ["sharp-eye"] = "Make 150 points in one game",
        ["regular"] = "Finish 10 games this week",
    };

    public static string Of(string targetId) => Titles.GetValueOrDefault(targetId, targetId);
}
