using System.Buffers;
using System.Text;

namespace Gamezop.Scores.Competitions;

internal static class LeaderboardValidation
{
    // The live route separates id, window and partition by commas; the others would not survive a path.
    private static readonly SearchValues<char> NotInIds = SearchValues.Create("/\\?#%,");
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);

    /// <summary>Checks every rule that needs one definition alone.</summary>
    /// <exception cref="LeaderboardDefinitionException">A rule is broken.</exception>
    public static void Validate(LeaderboardDefinition definition)
    {
        if (IdProblem(definition.Id) is { } problem)
            throw Broken(definition, nameof(definition.Id), problem);
        CheckList(definition, nameof(definition.Games), definition.Games);
        CheckList(definition, nameof(definition.GamezopLeaderboards), definition.GamezopLeaderboards);
        CheckList(definition, nameof(definition.Sources), definition.Sources);
        CheckEnum(definition, nameof(definition.Scoring), definition.Scoring);
        CheckEnum(definition, nameof(definition.Order), definition.Order);
        CheckEnum(definition, nameof(definition.Counts), definition.Counts);
        CheckEnum(definition, nameof(definition.PartitionBy), definition.PartitionBy);
        CheckEnum(definition, nameof(definition.Ranking), definition.Ranking);
        if (definition.Window is null)
            throw Broken(definition, nameof(definition.Window), "is null");
        if (ZoneProblem(definition.TimeZone) is { } zone)
            throw Broken(definition, nameof(definition.TimeZone), zone);
        if (definition.Window is { Schedule: { } schedule } cron && new CronOccurrences(schedule, cron.IsInterval, definition.TimeZone).After(DateTime.UnixEpoch) is null)
            throw Broken(definition, nameof(definition.Window), $"is '{cron}', which is never due");
        if (definition.Grace < TimeSpan.Zero || definition.Grace > LongestGrace)
            throw Broken(definition, nameof(definition.Grace), $"is {definition.Grace}; it must be from 0 to 30 days, as long as events are kept");
        if (definition.ClosedWindowsKept < 0)
            throw Broken(definition, nameof(definition.ClosedWindowsKept), $"is {SettingText.Of(definition.ClosedWindowsKept)}; it must be at least 0, where 0 keeps all");
        CheckOrder(definition);
    }

    private static void CheckOrder(LeaderboardDefinition definition)
    {
        if (definition.Counts == LeaderboardCounts.Live && definition.Order != LeaderboardOrder.Descending)
            throw Broken(definition, nameof(definition.Counts), $"is Live while Order is {definition.Order}; scores during play would win a board on which lower ones may be better");
        if (definition.Order == LeaderboardOrder.FromGamezop && definition.Games.Count == 0)
            throw Broken(definition, nameof(definition.Order), "is FromGamezop while Games is empty; the metadata is asked for by game");
    }

    /// <summary>What is wrong with an id, as the rest of a sentence; null for nothing.</summary>
    public static string? IdProblem(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return "is missing";
        if (id.Length > 100)
            return "is longer than 100 characters";
        if (id is "." or "..")
            return "must not be . or .., which vanish from URL paths";
        if (char.IsWhiteSpace(id[0]) || char.IsWhiteSpace(id[^1]))
            return "begins or ends with white space";
        if (id.AsSpan().ContainsAny(NotInIds))
            return "must not hold any of / \\ ? # % ,";
        return id.Any(char.IsControl) || HasLoneSurrogate(id) ? "holds a control character or a lone surrogate" : null;
    }

    /// <summary>What is wrong with a time zone, as the rest of a sentence; null for nothing.</summary>
    public static string? ZoneProblem(TimeZoneInfo? zone)
    {
        if (zone is null)
            return "is null";
        // Stores keep the id alone.
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out _) ? null : $"is '{zone.Id}', which this system does not know by that id";
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out _, out int length) == OperationStatus.Done)
            text = text[length..];
        return text.Length > 0;
    }

    private static void CheckList(LeaderboardDefinition definition, string member, IReadOnlyList<string> list)
    {
        if (list is null)
            throw Broken(definition, member, "is null; leave it empty to match everything");
        if (list.Any(string.IsNullOrWhiteSpace))
            throw Broken(definition, member, "has an empty element");
    }

    private static void CheckEnum<T>(LeaderboardDefinition definition, string member, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Broken(definition, member, $"is {value}, which is not one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private static LeaderboardDefinitionException Broken(LeaderboardDefinition definition, string member, string reason) =>
        new(definition.Id ?? "", member, reason);
}
