namespace Gamezop.Scores;

/// <summary>One event for one handler.</summary>
internal sealed class LaneItem(OpenDelivery open, ScoreEvent scoreEvent)
{
    public OpenDelivery Open => open;

    public ScoreEvent Event => scoreEvent;

    /// <summary>It is handed over by itself: it is a retry, or was in a batch that failed.</summary>
    public bool IsAlone { get; set; } = open.Delivery.Attempt > 1;
}
