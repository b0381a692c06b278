using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What may be wrong with a definition that a store has kept: a system forgets time zones, and a newer version may have written what this one does not know.</summary>
internal static class StoredDefinition
{
    /// <summary>Whether an exception says that one definition cannot be read; any other is about the store, and about all of them.</summary>
    public static bool IsUnreadable(Exception exception) => exception is FormatException or JsonException or ArgumentException;
}
