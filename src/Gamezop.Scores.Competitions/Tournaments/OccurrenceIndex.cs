using System.Collections.Frozen;

namespace Gamezop.Scores.Competitions;

/// <summary>Finds the occurrences that an event concerns, at a cost that does not grow with those of other games and times.</summary>
internal sealed class OccurrenceIndex
{
    private readonly FrozenDictionary<string, Timeline> _byGame;
    private readonly Timeline _ofEveryGame;

    public OccurrenceIndex(ICollection<Occurrence> occurrences)
    {
        LatestFirst = [.. occurrences.OrderByDescending(occurrence => occurrence.Document.StartsAt).ThenBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
        Underway = [.. occurrences.Where(occurrence => occurrence.IsUnderway)];
        var byGame = new Dictionary<string, List<Occurrence>>(StringComparer.Ordinal);
        var ofEveryGame = new List<Occurrence>();
        foreach (Occurrence occurrence in occurrences.Where(occurrence => occurrence.Document.Stage != OccurrenceStage.Cancelled).OrderBy(occurrence => occurrence.From))
        {
            if (occurrence.Definition.Games.Count == 0)
                ofEveryGame.Add(occurrence);
            foreach (string game in occurrence.Definition.Games.Distinct(StringComparer.Ordinal))
            {
                if (!byGame.TryGetValue(game, out List<Occurrence>? ofGame))
                    byGame[game] = ofGame = [];
                ofGame.Add(occurrence);
            }
        }

        _byGame = byGame.ToFrozenDictionary(pair => pair.Key, pair => new Timeline(pair.Value), StringComparer.Ordinal);
        _ofEveryGame = new Timeline(ofEveryGame);
    }

    /// <summary>Those that start last first.</summary>
    public IReadOnlyList<Occurrence> LatestFirst { get; }

    /// <summary>Those of which something was still to be done when this was made.</summary>
    public IReadOnlyList<Occurrence> Underway { get; }

    public void Find(ScoreEvent scoreEvent, ICollection<Occurrence> found)
    {
        _ofEveryGame.Find(scoreEvent.Timestamp, found);
        if (_byGame.TryGetValue(scoreEvent.GameCode, out Timeline? ofGame))
            ofGame.Find(scoreEvent.Timestamp, found);
    }

    /// <summary>Occurrences by start, each with the latest end up to it: a search goes back only as far as one may reach.</summary>
    private sealed class Timeline
    {
        private readonly Occurrence[] _occurrences;
        private readonly DateTimeOffset[] _starts;
        private readonly DateTimeOffset[] _latestEnds;

        public Timeline(List<Occurrence> byStart)
        {
            _occurrences = [.. byStart];
            _starts = new DateTimeOffset[_occurrences.Length];
            _latestEnds = new DateTimeOffset[_occurrences.Length];
            DateTimeOffset latest = DateTimeOffset.MinValue;
            for (int i = 0; i < _occurrences.Length; i++)
            {
                _starts[i] = _occurrences[i].From;
                _latestEnds[i] = latest = latest > _occurrences[i].To ? latest : _occurrences[i].To;
            }
        }

        public void Find(DateTimeOffset instant, ICollection<Occurrence> found)
        {
            int i = Array.BinarySearch(_starts, instant);
            if (i < 0)
                i = ~i - 1;
            // Several may start at once.
            while (i + 1 < _starts.Length && _starts[i + 1] <= instant)
                i++;
            for (; i >= 0 && _latestEnds[i] > instant; i--)
                if (_occurrences[i].To > instant)
                    found.Add(_occurrences[i]);
        }
    }
}
