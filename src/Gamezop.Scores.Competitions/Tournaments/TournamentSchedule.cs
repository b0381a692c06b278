namespace Gamezop.Scores.Competitions;

/// <summary>When a tournament takes place.</summary>
internal sealed class TournamentSchedule
{
    private readonly TournamentDefinition _definition;
    private readonly CronOccurrences? _occurrences;

    public TournamentSchedule(TournamentDefinition definition)
    {
        _definition = definition;
        if (definition.Cron is { } cron)
        {
            LeaderboardWindow window = LeaderboardWindow.Cron(cron);
            _occurrences = new CronOccurrences(window.Schedule!, window.IsInterval, definition.TimeZone);
        }
    }

    public bool IsRecurring => _occurrences is not null;

    /// <summary>The start of the occurrence that is not over at an instant, or of the first one after it; null for none.</summary>
    public DateTimeOffset? First(DateTimeOffset now)
    {
        if (_occurrences is null)
            return _definition.StartsAt + _definition.Duration > now ? _definition.StartsAt : null;
        DateTimeOffset? running = _occurrences.NotAfter(now.UtcDateTime) is { } start ? new DateTimeOffset(start) : null;
        return running >= _definition.StartsAt && running + _definition.Duration > now ? Until(running) : Next(now);
    }

    /// <summary>The start of the first occurrence after an instant; null for none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_occurrences is null)
            return null;
        DateTimeOffset from = after < _definition.StartsAt ? _definition.StartsAt.AddTicks(-1) : after;
        return Until(_occurrences.After(from.UtcDateTime) is { } start ? new DateTimeOffset(start) : null);
    }

    /// <summary>The id of the occurrence that starts at an instant.</summary>
    public string IdOf(DateTimeOffset start) => IsRecurring ? $"{_definition.Id}@{WindowSpan.KeyOf(start)}" : _definition.Id;

    private DateTimeOffset? Until(DateTimeOffset? start) => start < (_definition.Until ?? DateTimeOffset.MaxValue) ? start : null;
}
