namespace Gamezop.Scores;

/// <summary>Why a payload is not a score event: which member, and what is wrong with it. Never holds the payload's values.</summary>
/// <remarks>Where several things are wrong, it is one of them: what comes first in the payload, then what is missing.</remarks>
/// <param name="Member">
/// The member at fault by its name on the wire; null when the payload as a whole is, or a member of the sender's own whose name is not up to 64
/// printable ASCII characters.
/// </param>
/// <param name="Reason">An English phrase without the member's name, e.g. <c>is missing</c>. For people and logs: its wording can change.</param>
public sealed record ScoreFormatError(string? Member, string Reason)
{
    /// <summary>The error as one sentence.</summary>
    /// <returns>E.g. <c>'gameCode' is missing.</c></returns>
    public override string ToString() => Member is null ? $"The payload {Reason}." : $"'{Member}' {Reason}.";
}
