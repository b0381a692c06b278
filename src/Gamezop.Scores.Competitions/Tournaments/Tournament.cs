namespace Gamezop.Scores.Competitions;

/// <summary>A tournament and its occurrences. Changed by the catalog alone, one change after the other; read at any time.</summary>
internal sealed class Tournament(TournamentDocument document, bool isRetired)
{
    private volatile IReadOnlyList<Occurrence> _occurrences = [];

    public TournamentDocument Document { get; private set; } = document;

    /// <summary>What applies from the next occurrence on.</summary>
    public TournamentDefinition Definition { get; private set; } = DefinitionOf(document);

    public TournamentSchedule Schedule { get; private set; } = new(DefinitionOf(document));

    public string Id => Definition.Id;

    /// <summary>Whether code and configuration no longer have it: what there is goes to its end, and nothing new begins.</summary>
    public bool IsRetired => isRetired;

    /// <summary>By start, the first one first.</summary>
    public IReadOnlyList<Occurrence> Occurrences
    {
        get => _occurrences;
        set => _occurrences = [.. value.OrderBy(occurrence => occurrence.Document.StartsAt).ThenBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether it waits to learn from Gamezop which scores are better.</summary>
    public bool LacksOrder => Definition.Order == LeaderboardOrder.FromGamezop && Document.Order is null;

    public void Change(TournamentDocument document) =>
        (Document, Definition, Schedule) = (document, DefinitionOf(document), new TournamentSchedule(DefinitionOf(document)));

    /// <summary>What the tournament's id means: the live occurrence, else the next, else the last.</summary>
    public Occurrence? Current(DateTimeOffset now)
    {
        IReadOnlyList<Occurrence> all = _occurrences;
        return all.FirstOrDefault(occurrence => occurrence.StatusAt(now) == TournamentStatus.Live)
            ?? all.FirstOrDefault(occurrence => occurrence.StatusAt(now) == TournamentStatus.Upcoming)
            ?? (all.Count == 0 ? null : all[^1]);
    }

    /// <summary>The occurrence that would start at an instant.</summary>
    public OccurrenceDocument Occurrence(DateTimeOffset start) => new()
    {
        Definition = Document.Definition,
        Order = Document.Order,
        ScheduledAt = start,
        StartsAt = start,
        EndsAt = start + Definition.Duration,
    };

    private static TournamentDefinition DefinitionOf(TournamentDocument document) => TournamentSettingsMap.ToDefinition(document.Definition, document.Definition.Id ?? "").Copy();
}
