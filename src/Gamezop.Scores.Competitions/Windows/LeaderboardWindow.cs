using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cronos;

namespace Gamezop.Scores.Competitions;

/// <summary>How a leaderboard's time is cut into windows: each window is a ranking of its own. Windows lie without a gap and never overlap.</summary>
/// <remarks>Calendar windows and cron expressions are read in the board's time zone. Two values are equal when they describe the same windows in the same words.</remarks>
public sealed class LeaderboardWindow : IEquatable<LeaderboardWindow>
{
    private const string CronPrefix = "Cron ";
    private const string RangePrefix = "Range ";
    private static readonly HashSet<string> NamedIntervals = new(StringComparer.OrdinalIgnoreCase) { "@hourly", "@every_minute", "@every_second" };
    private readonly string _text;

    private LeaderboardWindow(WindowKind kind, string text) => (Kind, _text) = (kind, text);

    /// <summary>One window without beginning or end. Its key is <c>all</c>.</summary>
    public static LeaderboardWindow AllTime { get; } = new(WindowKind.AllTime, "AllTime");

    /// <summary>One window per calendar day; across a daylight-saving change it has 23 or 25 hours. Keys are like <c>2026-11-23</c>.</summary>
    public static LeaderboardWindow Daily { get; } = new(WindowKind.Daily, "Daily");

    /// <summary>One window per ISO 8601 week, from Monday. Keys are like <c>2026-W48</c>.</summary>
    public static LeaderboardWindow Weekly { get; } = new(WindowKind.Weekly, "Weekly");

    /// <summary>One window per calendar month. Keys are like <c>2026-11</c>.</summary>
    public static LeaderboardWindow Monthly { get; } = new(WindowKind.Monthly, "Monthly");

    internal WindowKind Kind { get; }

    internal CronExpression? Schedule { get; private init; }

    /// <summary>Whether the expression's seconds, minutes or hours are an interval.</summary>
    internal bool IsInterval { get; private init; }

    internal DateTimeOffset From { get; private init; }

    internal DateTimeOffset To { get; private init; }

    /// <summary>A window begins at each occurrence of a cron expression and ends at the next. Keys are the start in UTC, like <c>20261123T120000Z</c>.</summary>
    /// <param name="expression">Five fields (minute, hour, day of month, month, day of week), or six with seconds first.</param>
    /// <returns>The window.</returns>
    /// <exception cref="FormatException">The expression is not one.</exception>
    public static LeaderboardWindow Cron(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        string[] fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string text = string.Join(' ', fields);
        return CronExpression.TryParse(text, fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out CronExpression? schedule)
            ? new LeaderboardWindow(WindowKind.Cron, CronPrefix + text)
            {
                Schedule = schedule,
                IsInterval = NamedIntervals.Contains(text) || fields.Take(fields.Length - 3).Any(field => field.AsSpan().ContainsAny("*-/")),
            }
            : throw new FormatException($"'{expression}' is not a cron expression of five or six fields.");
    }

    /// <summary>The one window from an instant up to, and without, another. What happens outside it does not count. Its key is its start in UTC, like <c>20261123T120000Z</c>.</summary>
    /// <param name="from">The first instant inside.</param>
    /// <param name="to">The first instant after it; later than <paramref name="from"/>.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is not later than <paramref name="from"/>.</exception>
    public static LeaderboardWindow Range(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
            throw new ArgumentOutOfRangeException(nameof(to), "A range ends after it begins.");
        return new(WindowKind.Range, $"{RangePrefix}{Iso(from)}/{Iso(to)}") { From = from.ToUniversalTime(), To = to.ToUniversalTime() };
    }

    /// <summary>Reads the form used in configuration.</summary>
    /// <param name="text"><c>AllTime</c>, <c>Daily</c>, <c>Weekly</c>, <c>Monthly</c>, <c>Cron 0 12 * * *</c> or <c>Range &lt;iso&gt;/&lt;iso&gt;</c>; instants carry their offset, e.g. <c>Z</c>.</param>
    /// <returns>The window.</returns>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static LeaderboardWindow Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.StartsWith(CronPrefix, StringComparison.OrdinalIgnoreCase))
            return Cron(trimmed[CronPrefix.Length..]);
        if (trimmed.StartsWith(RangePrefix, StringComparison.OrdinalIgnoreCase))
            return ParseRange(trimmed[RangePrefix.Length..]);
        foreach (LeaderboardWindow window in (ReadOnlySpan<LeaderboardWindow>)[AllTime, Daily, Weekly, Monthly])
            if (string.Equals(window._text, trimmed, StringComparison.OrdinalIgnoreCase))
                return window;
        throw new FormatException($"'{text}' is not AllTime, Daily, Weekly, Monthly, 'Cron <expression>' or 'Range <from>/<to>'.");
    }

    /// <summary>Whether two mean the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether both are null, or equal.</returns>
    public static bool operator ==(LeaderboardWindow? left, LeaderboardWindow? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two mean something else.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(LeaderboardWindow? left, LeaderboardWindow? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] LeaderboardWindow? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as LeaderboardWindow);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    /// <returns>E.g. <c>Daily</c> or <c>Cron 0 12 * * *</c>.</returns>
    public override string ToString() => _text;

    private static LeaderboardWindow ParseRange(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && TryParseInstant(parts[0], out DateTimeOffset from) && TryParseInstant(parts[1], out DateTimeOffset to) && from < to
            ? Range(from, to)
            : throw new FormatException($"'{text}' is not two ISO 8601 instants with an offset, the earlier first, e.g. 2026-11-23T12:00:00Z/2026-11-30T12:00:00Z.");
    }

    // An instant without an offset would mean another time on another machine.
    private static bool TryParseInstant(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text.Trim(), ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
        && (text.TrimEnd().EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal));

    private static string Iso(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
