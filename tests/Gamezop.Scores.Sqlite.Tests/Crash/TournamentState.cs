using System.Globalization;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>What a server says has become of an occurrence.</summary>
internal sealed class TournamentState
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public List<(int Rank, string User, double Score)> Places { get; } = [];

    /// <summary>When each event arrived that did not count.</summary>
    public Dictionary<string, DateTimeOffset> Late { get; } = [];

    /// <summary>The id as it is in keys.</summary>
    public string Escaped => Uri.EscapeDataString(Id);

    /// <summary>Reads what a server says.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="quarantined">The events of the plays that it keeps from the standings.</param>
    public static IReadOnlyList<TournamentState> Parse(string text, out IReadOnlySet<string> quarantined)
    {
        var kept = new HashSet<string>();
        quarantined = kept;
        var states = new Dictionary<string, TournamentState>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            switch (line.Split(' '))
            {
                case ["occurrence", var id, var status, var startsAt, var endsAt]:
                    states[id] = new TournamentState { Id = id, Status = status, StartsAt = Time(startsAt), EndsAt = Time(endsAt) };
                    break;
                case ["place", var id, var rank, var user, var score]:
                    states[id].Places.Add((int.Parse(rank, CultureInfo.InvariantCulture), user, double.Parse(score, CultureInfo.InvariantCulture)));
                    break;
                case ["late", var id, var eventId, var receivedAt]:
                    states[id].Late[eventId] = Time(receivedAt);
                    break;
                case ["quarantined", var eventId]:
                    kept.Add(eventId);
                    break;
                default:
                    // Not ready yet: a problem instead of the state.
                    return [];
            }

        return [.. states.Values];
    }

    private static DateTimeOffset Time(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
