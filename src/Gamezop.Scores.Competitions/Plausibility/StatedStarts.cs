using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// When a play began by the word of each of its events that states a duration (timestamp less duration), with the durations that were stated. Starts are put together on a grid: of a
/// second, and of twice as much as often as is needed to keep few of them. The number of cells only grows, so what is kept is the same in whatever order events come.
/// </summary>
internal sealed class StatedStarts
{
    private const int MostCells = 32;

    [JsonPropertyName("g")]
    public long Grid { get; set; } = TimeSpan.TicksPerSecond;

    [JsonPropertyName("c"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<long, StatedStart> Cells { get; } = [];

    /// <summary>
    /// By how much two of the events contradict each other: one says that the play had lasted longer by this, and that it began earlier by this. Null where none do. After a pause a play
    /// has lasted longer, and began later by what the game says: that contradicts nothing.
    /// </summary>
    [JsonIgnore]
    public TimeSpan? Contradiction
    {
        get
        {
            long most = 0;
            StatedStart[] starts = [.. Cells.Values];
            for (int later = 1; later < starts.Length; later++)
                for (int earlier = 0; earlier < later; earlier++)
                    most = Math.Max(most, Math.Min(starts[earlier].Longest - starts[later].Shortest, starts[later].Earliest - starts[earlier].Latest));
            return most == 0 ? null : new TimeSpan(most);
        }
    }

    public void Add(DateTimeOffset at, TimeSpan duration)
    {
        long start = Math.Max(0, at.UtcTicks - duration.Ticks);
        Add(new StatedStart(start, start, duration.Ticks, duration.Ticks));
        while (Cells.Count > MostCells)
        {
            Grid *= 2;
            StatedStart[] starts = [.. Cells.Values];
            Cells.Clear();
            foreach (StatedStart one in starts)
                Add(one);
        }
    }

    private void Add(StatedStart start)
    {
        long cell = start.Earliest / Grid;
        Cells[cell] = Cells.TryGetValue(cell, out StatedStart known) ? known.With(start) : start;
    }
}
