namespace Gamezop.Scores;

/// <summary>One event as the webhook hands it over.</summary>
/// <param name="Event">The event.</param>
/// <param name="UserId">The verified user; for a forged event the sub as it came.</param>
/// <param name="Source">The source whose api key let the call in; null for one of the keys that belong to none.</param>
/// <param name="Body">The body as posted where <see cref="IScoreDelivery.KeepsBodies"/> asks for it, else empty.</param>
/// <param name="Scope">The services of the request.</param>
/// <param name="TraceParent">The request's place in a trace, as a W3C <c>traceparent</c>; null where there is none.</param>
internal readonly record struct ReceivedScore(
    ScoreEvent Event, string UserId, string? Source, ReadOnlyMemory<byte> Body, IScoreScope Scope, string? TraceParent = null);
