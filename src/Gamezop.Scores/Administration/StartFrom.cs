namespace Gamezop.Scores;

/// <summary>Where a handler begins that the event log does not know yet.</summary>
public enum StartFrom
{
    /// <summary>At the end: the handler gets the events that are received from now on.</summary>
    End,

    /// <summary>At the beginning: the handler gets every event that is still kept, then those that are received from now on.</summary>
    Beginning,
}
