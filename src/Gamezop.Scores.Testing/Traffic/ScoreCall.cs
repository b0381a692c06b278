using System.Net;

namespace Gamezop.Scores.Testing;

/// <summary>One call of the webhook: what is sent, what it is, and what answer is right.</summary>
public sealed class ScoreCall
{
    internal ScoreCall(ScoreCallKind kind, TimeSpan dueAfter, ScoreEvent scoreEvent, ReadOnlyMemory<byte> body)
    {
        Kind = kind;
        DueAfter = dueAfter;
        Event = scoreEvent;
        Body = body;
    }

    /// <summary>What the call is.</summary>
    public ScoreCallKind Kind { get; }

    /// <summary>When it is due, measured from <see cref="ScoreTrafficOptions.StartsAt"/>.</summary>
    public TimeSpan DueAfter { get; }

    /// <summary>The event that is sent; of a <see cref="ScoreCallKind.Malformed"/> call the one that its body was spoilt from.</summary>
    public ScoreEvent Event { get; }

    /// <summary>The body, byte for byte.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The key to send instead of the right one, or null for the right one.</summary>
    public string? WrongKey { get; init; }

    /// <summary>
    /// Whether the event must have its effect once the call is answered 200: it is <see cref="ScoreCallKind.Valid"/> or
    /// <see cref="ScoreCallKind.Repeated"/>.
    /// </summary>
    public bool IsValid => Kind is ScoreCallKind.Valid or ScoreCallKind.Repeated;

    /// <summary>The right answer of an application in good health.</summary>
    public HttpStatusCode RightStatus => Kind switch
    {
        ScoreCallKind.Malformed => HttpStatusCode.BadRequest,
        ScoreCallKind.WrongKey => HttpStatusCode.Unauthorized,
        _ => HttpStatusCode.OK,
    };
}
