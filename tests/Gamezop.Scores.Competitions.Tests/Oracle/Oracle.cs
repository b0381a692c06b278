using System.Text;
using Cronos;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Oracle;

/// <summary>
/// A naive model of the rules: all events in a list, everything computed anew by filtering and sorting. Written from the rules' text and sharing nothing with the product
/// but the definition's and the event's types. Knows only time zones whose days begin at midnight.
/// </summary>
internal sealed class Oracle(LeaderboardDefinition board, IReadOnlyList<Event> events, DateTimeOffset now, IReadOnlySet<string> bannedAtClose, IReadOnlySet<string> bannedNow)
{
    private const decimal Limit = 9_007_199_254_740_992m;

    /// <summary>Keys of the windows that somebody counts in, the latest first.</summary>
    public IReadOnlyList<Window> Windows =>
        [.. Counted.Select(e => WindowOf(e.Score.Timestamp)!).DistinctBy(window => window.Key).OrderByDescending(window => window.Start)];

    public IReadOnlyList<Event> Late => [.. Matching.Where(IsLate)];

    public IReadOnlyList<Event> OutOfRange => [.. Counted.Where(e => board.Scoring == LeaderboardScoring.Total && Math.Abs(e.Score.Score) > 9e9)];

    private IEnumerable<Event> Matching => events.Where(e => !IsFuture(e) && Matches(e.Score) && WindowOf(e.Score.Timestamp) is not null);

    private IEnumerable<Event> Counted => Matching.Where(e => !IsLate(e));

    public static bool IsFuture(Event e) => e.Score.Timestamp > e.ReceivedAt.AddMinutes(5);

    public IReadOnlyList<string> Partitions(Window window) =>
        [.. In(window).SelectMany(e => new[] { "", PartitionOf(e.Score) }).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    public bool IsClosed(Window window) => window.End is { } end && now > end + board.Grace + NoBacklog.CallTime;

    /// <summary>The places as they are shown, each with how many have a better score.</summary>
    public IReadOnlyList<Place> Standings(Window window, string partition, out int total)
    {
        var hidden = IsClosed(window) ? bannedAtClose : bannedNow;
        var entries = In(window).Where(e => partition.Length == 0 || PartitionOf(e.Score) == partition)
            .GroupBy(e => e.Score.SubId).Where(user => !hidden.Contains(user.Key))
            .Select(user => (User: user.Key, Entry: EntryOf(user))).Where(user => user.Entry is not null).Select(user => (user.User, Entry: user.Entry!)).ToList();
        entries.Sort((a, b) => Better(a.Entry.Score, b.Entry.Score) is not 0 and var score ? score
            : a.Entry.At.CompareTo(b.Entry.At) is not 0 and var time ? time
            : Bytes(a.User).AsSpan().SequenceCompareTo(Bytes(b.User)));
        total = entries.Count;
        return
        [
            .. entries.Select((user, position) =>
            {
                int better = entries.Count(other => Better(other.Entry.Score, user.Entry.Score) < 0);
                int rank = board.Ranking switch
                {
                    LeaderboardRanking.Competition => better + 1,
                    LeaderboardRanking.Dense => entries.Select(other => other.Entry.Score).Where(score => Better(score, user.Entry.Score) < 0).Distinct().Count() + 1,
                    _ => position + 1,
                };
                return new Place(new LeaderboardEntry { Rank = rank, UserId = user.User, Score = user.Entry.Score, AchievedAt = user.Entry.At, Country = user.Entry.Country }, position, better);
            }).Where(place => !bannedNow.Contains(place.Entry.UserId)),
        ];
    }

    public Window? WindowOf(DateTimeOffset instant)
    {
        if (board.Window == LeaderboardWindow.AllTime)
            return new Window("all", DateTimeOffset.MinValue, null);
        string text = board.Window.ToString();
        if (text.StartsWith("Range ", StringComparison.Ordinal))
        {
            var ends = text["Range ".Length..].Split('/').Select(DateTimeOffset.Parse).ToList();
            return instant >= ends[0] && instant < ends[1] ? new Window(FormattableString.Invariant($"{ends[0]:yyyyMMdd'T'HHmmss'Z'}"), ends[0], ends[1]) : null;
        }

        if (text.StartsWith("Cron ", StringComparison.Ordinal))
        {
            var due = CronExpression.Parse(text["Cron ".Length..]).GetOccurrences(instant.AddDays(-9), instant.AddDays(9), board.TimeZone).Select(time => time.ToUniversalTime()).ToList();
            DateTimeOffset start = due.Last(time => time <= instant);
            return new Window(FormattableString.Invariant($"{start:yyyyMMdd'T'HHmmss'Z'}"), start, due.First(time => time > instant));
        }

        DateTime local = TimeZoneInfo.ConvertTime(instant, board.TimeZone).Date;
        if (board.Window == LeaderboardWindow.Weekly)
        {
            while (local.DayOfWeek != DayOfWeek.Monday)
                local = local.AddDays(-1);
            DateTime thursday = local.AddDays(3);
            return new Window($"{thursday.Year}-W{1 + ((thursday.DayOfYear - 1) / 7):00}", Midnight(local), Midnight(local.AddDays(7)));
        }

        if (board.Window == LeaderboardWindow.Monthly)
        {
            local = local.AddDays(1 - local.Day);
            return new Window(FormattableString.Invariant($"{local:yyyy-MM}"), Midnight(local), Midnight(local.AddMonths(1)));
        }

        return new Window(FormattableString.Invariant($"{local:yyyy-MM-dd}"), Midnight(local), Midnight(local.AddDays(1)));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static int CompareBytes(string a, string b) => Bytes(a).AsSpan().SequenceCompareTo(Bytes(b));

    private static string? CountryOf(ScoreEvent score) =>
        score.Country is { Length: 2 } country && country.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) ? country.ToUpperInvariant() : null;

    private DateTimeOffset Midnight(DateTime day) => new(TimeZoneInfo.ConvertTimeToUtc(day, board.TimeZone));

    private IEnumerable<Event> In(Window window) => Counted.Where(e => WindowOf(e.Score.Timestamp) == window);

    private bool Matches(ScoreEvent score) =>
        (score.State == GameState.Over || (board.Counts == LeaderboardCounts.Live && (score.State == GameState.Playing || score.State == GameState.LevelUp)))
        && (board.Games.Count == 0 || board.Games.Contains(score.GameCode))
        && (board.GamezopLeaderboards.Count == 0 || (!string.IsNullOrEmpty(score.LeaderboardId) && board.GamezopLeaderboards.Contains(score.LeaderboardId)));

    private bool IsLate(Event e) =>
        e.ReceivedAt > e.Score.Timestamp.AddDays(30) || (WindowOf(e.Score.Timestamp)!.End is { } end && e.ReceivedAt > end + board.Grace);

    private string? PartitionOf(ScoreEvent score) => board.PartitionBy switch
    {
        LeaderboardPartition.Game => score.GameCode,
        LeaderboardPartition.Country => CountryOf(score),
        _ => null,
    };

    private int Better(double a, double b) => board.Order == LeaderboardOrder.Ascending ? a.CompareTo(b) : b.CompareTo(a);

    // Better score, earlier timestamp, gamePlayId, EventId decide, in that order.
    private int Decides(Event a, Event b)
    {
        if (Better(a.Score.Score + 0.0, b.Score.Score + 0.0) is not 0 and var score)
            return score;
        if (a.Score.Timestamp != b.Score.Timestamp)
            return a.Score.Timestamp < b.Score.Timestamp ? -1 : 1;
        return CompareBytes(a.Score.GamePlayId, b.Score.GamePlayId) is not 0 and var play ? play : string.CompareOrdinal(a.Id, b.Id);
    }

    private Entry? EntryOf(IEnumerable<Event> user)
    {
        // One deciding event per play.
        var plays = user.GroupBy(e => (e.Score.GameCode, Board: e.Score.LeaderboardId ?? "", e.Score.GamePlayId))
            .Select(play => play.Order(Comparer<Event>.Create(Decides)).First()).ToList();
        if (board.Scoring == LeaderboardScoring.Total)
            plays.RemoveAll(play => Math.Abs(play.Score.Score) > 9e9);
        if (plays.Count == 0)
            return null;
        Event best = plays.Order(Comparer<Event>.Create(Decides)).First();
        Event latest = plays.Order(Comparer<Event>.Create((a, b) =>
            a.Score.Timestamp != b.Score.Timestamp ? b.Score.Timestamp.CompareTo(a.Score.Timestamp)
            : CompareBytes(b.Score.GamePlayId, a.Score.GamePlayId) is not 0 and var play ? play : Decides(a, b))).First();
        Event shown = board.Scoring == LeaderboardScoring.Best ? best : latest;
        double score = shown.Score.Score + 0.0;
        if (board.Scoring == LeaderboardScoring.Total)
        {
            decimal sum = plays.Sum(play => decimal.Round(decimal.Parse(play.Score.Score.ToString("F10")), 3, MidpointRounding.ToEven)) * 1000;
            score = (double)Math.Clamp(sum, -Limit, Limit) / 1000.0;
        }

        return new Entry(score, shown.Score.Timestamp, CountryOf(shown.Score));
    }

    internal sealed record Window(string Key, DateTimeOffset Start, DateTimeOffset? End);

    internal sealed record Place(LeaderboardEntry Entry, int Position, int Better);

    private sealed record Entry(double Score, DateTimeOffset At, string? Country);
}
