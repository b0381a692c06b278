using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>An event that was read from the log, parsed at most once for all consumers of the node.</summary>
internal sealed class LogItem(LogPosition position, StoredEvent storedEvent)
{
    private ScoreEvent? _parsed;

    public LogPosition Position => position;

    public StoredEvent Event => storedEvent;

    /// <summary>The event's state, found without parsing the whole body; null where that is not possible.</summary>
    public GameState? State => (_parsed ?? storedEvent.Parsed)?.State ?? GameStates.FindIn(storedEvent.Body.Span);

    public bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ScoreEvent? scoreEvent, out ScoreFormatError? error)
    {
        error = null;
        scoreEvent = _parsed ?? storedEvent.Parsed;
        if (scoreEvent is null && !ScoreEvent.TryParse(storedEvent.Body.Span, out scoreEvent, out error))
            return false;
        _parsed = scoreEvent;
        // Engines may keep the event for long.
        storedEvent.Parsed = null;
        return true;
    }
}
