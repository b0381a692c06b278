namespace Gamezop.Scores.Competitions;

/// <summary>Reads what a store has of boards, also where a definition cannot be read any more.</summary>
internal static class StoredBoardReader
{
    /// <summary>Reads a board's document. What code, configuration or an operator says now takes the place of what cannot be read any more.</summary>
    public static (BoardDocument Document, bool IsRepaired) Read(StoredBoard stored, LeaderboardDefinition? given)
    {
        BoardDocument? document = null;
        try
        {
            document = BoardDocument.Read(stored.Definition);
            bool repaired = given is not null && SettingText.UnknownZone(document.Definition.TimeZone) is not null;
            if (repaired)
                document = document with { Definition = document.Definition.InZone(SettingText.Of(given!.TimeZone)) };
            _ = LeaderboardSettingsMap.ToDefinition(document.Definition, stored.Scope);
            return (document, repaired);
        }
        catch (Exception exception) when (given is not null && StoredDefinition.IsUnreadable(exception))
        {
            // What is known besides the definition holds: what was removed, and how far scores have been put together.
            LeaderboardSettings settings = LeaderboardSettingsMap.ToSettings(given);
            return (document is null ? new BoardDocument { Definition = settings } : document with { Definition = settings }, true);
        }
    }

    /// <summary>The order of a revision that was replaced: nothing else of it still means anything.</summary>
    public static LeaderboardOrder OrderOf(StoredBoard revision, LeaderboardOrder otherwise)
    {
        try
        {
            BoardDocument rules = BoardDocument.Read(revision.Definition);
            return rules.Order ?? SettingText.Read(rules.Definition.Order, LeaderboardOrder.Descending, revision.Scope, "Order", SettingText.Enumeration<LeaderboardOrder>);
        }
        catch (Exception exception) when (StoredDefinition.IsUnreadable(exception))
        {
            return otherwise;
        }
    }
}
