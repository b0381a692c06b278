using System.Text;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A tournament worked out in the plainest way from all that happened, as the rules are written.</summary>
internal sealed class TournamentOracle(TournamentDefinition cup, IReadOnlyList<Event> events, IReadOnlyDictionary<string, DateTimeOffset> joins, IReadOnlySet<string> banned, Predicate<ScoreEvent>? counts = null)
{
    private DateTimeOffset End => cup.StartsAt + cup.Duration;

    public IReadOnlyList<Place> Places()
    {
        var entries = events.GroupBy(e => e.Score.SubId).Where(user => !banned.Contains(user.Key)).Select(user => (User: user.Key, Entry: EntryOf(user))).Where(user => user.Entry is not null)
            .Select(user => (user.User, Entry: user.Entry!)).ToList();
        entries.Sort((a, b) => Better(a.Entry.Score, b.Entry.Score) is not 0 and var score ? score
            : a.Entry.At.CompareTo(b.Entry.At) is not 0 and var time ? time : CompareBytes(a.User, b.User));
        return
        [
            .. entries.Select((user, position) => new Place(
                cup.Ranking switch
                {
                    LeaderboardRanking.Competition => entries.Count(other => Better(other.Entry.Score, user.Entry.Score) < 0) + 1,
                    LeaderboardRanking.Dense => entries.Select(other => other.Entry.Score).Where(score => Better(score, user.Entry.Score) < 0).Distinct().Count() + 1,
                    _ => position + 1,
                },
                user.User, user.Entry.Score, user.Entry.At, user.Entry.Country)),
        ];
    }

    public IReadOnlyList<string> Grants()
    {
        IReadOnlyList<Place> places = Places();
        var grants = new List<string>();
        foreach (IGrouping<int, Place> rank in places.GroupBy(place => place.Rank))
        {
            var tied = rank.ToList();
            if (cup.PrizeTies == PrizeTies.Share || tied.Count == 1)
            {
                foreach (Place place in tied)
                    for (int i = 0; i < cup.Prizes.Count; i++)
                        if (Wins(cup.Prizes[i], place.Rank, place.Score, places.Count))
                            grants.Add(Grant(i, place.User, cup.Prizes[i].Reward.Amount, cup.Prizes[i].Reward.Kind));
                continue;
            }

            // Place by place: what each of them would have brought.
            foreach (string kind in cup.Prizes.Select(prize => prize.Reward.Kind).Distinct())
            {
                var won = (from place in Enumerable.Range(rank.Key, tied.Count)
                           from i in Enumerable.Range(0, cup.Prizes.Count)
                           where cup.Prizes[i].Reward.Kind == kind && Wins(cup.Prizes[i], place, tied[0].Score, places.Count)
                           select (i, cup.Prizes[i].Reward.Amount)).ToList();
                if (won.Count == 0)
                    continue;
                decimal unit = won.Any(prize => prize.Amount != Math.Floor(prize.Amount)) ? 0.1m : 1m;
                decimal sum = won.Sum(prize => prize.Amount);
                decimal share = Math.Floor(sum / tied.Count / unit) * unit;
                for (int i = 0; i < tied.Count; i++)
                    if (share + (i == 0 ? sum - (share * tied.Count) : 0) is > 0 and var amount)
                        grants.Add(Grant(won.Min(prize => prize.i), tied[i].User, amount, kind));
            }
        }

        return [.. grants.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<Event> Late() => [.. events.Where(e => InScope(e) && e.Score.State == GameState.Over && e.ReceivedAt > End + cup.Grace)];

    private static string Grant(int prize, string user, decimal amount, string kind) =>
        FormattableString.Invariant($"p/cup/{prize}/{Uri.EscapeDataString(user)} {amount / 1.0000000000000000000m} {kind}");

    private static int CompareBytes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private bool Wins(Prize prize, int rank, double score, int players) =>
        rank >= (prize.FromRank ?? 1) && rank <= (prize.ToRank ?? int.MaxValue)
        && (prize.TopPercent is not { } percent || rank <= Math.Max(1, (int)(percent * players / 100)))
        && (prize.MinScore is not { } least || Better(score, least) <= 0);

    private int Better(double a, double b) => cup.Order == LeaderboardOrder.Ascending ? a.CompareTo(b) : b.CompareTo(a);

    private bool InScope(Event e) =>
        e.Score.Timestamp <= e.ReceivedAt.AddMinutes(5) && e.Score.Timestamp >= cup.StartsAt && e.Score.Timestamp < End
        && (cup.Games.Count == 0 || cup.Games.Contains(e.Score.GameCode))
        && (cup.Countries.Count == 0 || (e.Score.Country?.ToUpperInvariant() is { } country && cup.Countries.Contains(country)));

    private Entry? EntryOf(IEnumerable<Event> user)
    {
        var own = user.Where(e => InScope(e) && e.ReceivedAt <= End + cup.Grace && e.Score.State != GameState.Loaded
            && (!cup.JoinRequired || (joins.TryGetValue(e.Score.SubId, out DateTimeOffset since) && e.Score.Timestamp >= since))).ToList();
        if (cup.MaxAttempts is { } most)
        {
            var attempts = own.GroupBy(e => (e.Score.GameCode, e.Score.GamePlayId))
                .Select(play => (play.Key, Start: play.Min(e => e.Score.Timestamp))).ToList();
            attempts.Sort((a, b) => a.Start.CompareTo(b.Start) is not 0 and var start ? start
                : CompareBytes(a.Key.GamePlayId, b.Key.GamePlayId) is not 0 and var play ? play : CompareBytes(a.Key.GameCode, b.Key.GameCode));
            var first = attempts.Take(most).Select(attempt => attempt.Key).ToHashSet();
            own.RemoveAll(e => !first.Contains((e.Score.GameCode, e.Score.GamePlayId)));
        }

        // One deciding event per play; better score, earlier time, play, event.
        var plays = own.Where(e => e.Score.State == GameState.Over && counts?.Invoke(e.Score) is not false).GroupBy(e => (e.Score.GameCode, Board: e.Score.LeaderboardId ?? "", e.Score.GamePlayId))
            .Select(play => play.Order(Comparer<Event>.Create(Decides)).First()).Order(Comparer<Event>.Create(Decides)).ToList();
        if (plays.Count == 0)
            return null;
        if (cup.Scoring.Equals(TournamentScoring.SumOfBest(2)))
            plays = [.. plays.Take(2)];
        Event shown = cup.Scoring.Equals(TournamentScoring.Best) ? plays[0] : plays.Order(Comparer<Event>.Create((a, b) =>
            a.Score.Timestamp != b.Score.Timestamp ? b.Score.Timestamp.CompareTo(a.Score.Timestamp)
            : CompareBytes(b.Score.GamePlayId, a.Score.GamePlayId) is not 0 and var play ? play : Decides(a, b))).First();
        double score = cup.Scoring.Equals(TournamentScoring.Best) || cup.Scoring.Equals(TournamentScoring.Latest)
            ? shown.Score.Score
            : (double)plays.Sum(play => decimal.Round((decimal)play.Score.Score, 3, MidpointRounding.ToEven));
        return new Entry(score, shown.Score.Timestamp, shown.Score.Country?.ToUpperInvariant());
    }

    private int Decides(Event a, Event b)
    {
        if (Better(a.Score.Score, b.Score.Score) is not 0 and var score)
            return score;
        if (a.Score.Timestamp != b.Score.Timestamp)
            return a.Score.Timestamp < b.Score.Timestamp ? -1 : 1;
        return CompareBytes(a.Score.GamePlayId, b.Score.GamePlayId) is not 0 and var play ? play : string.CompareOrdinal(a.Id, b.Id);
    }

    internal sealed record Place(int Rank, string User, double Score, DateTimeOffset At, string? Country);

    private sealed record Entry(double Score, DateTimeOffset At, string? Country);
}
