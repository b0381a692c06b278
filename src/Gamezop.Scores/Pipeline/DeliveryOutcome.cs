namespace Gamezop.Scores;

/// <summary>What became of a score that was handed over for delivery.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Every handler succeeded: 200.</summary>
    Handled,

    /// <summary>Durable in the inbox, to be handled soon: 200.</summary>
    Stored,

    /// <summary>It was there already: 200.</summary>
    Duplicate,

    /// <summary>A handler failed: 500, and Gamezop may repeat the call.</summary>
    Failed,

    /// <summary>The inbox cannot take it now, or a handler asks for it to come again: 503 with <c>Retry-After</c>.</summary>
    Unavailable,
}
