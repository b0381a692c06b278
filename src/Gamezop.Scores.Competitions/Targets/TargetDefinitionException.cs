namespace Gamezop.Scores.Competitions;

/// <summary>A target's definition breaks a rule. The message names the target and the member.</summary>
public sealed class TargetDefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="targetId">The target's id.</param>
    /// <param name="member">The member at fault.</param>
    /// <param name="reason">What is wrong, as the rest of a sentence that begins with the member.</param>
    public TargetDefinitionException(string targetId, string member, string reason)
        : base($"Target '{targetId}': {member} {reason}.") => (TargetId, Member) = (targetId, member);

    /// <summary>The target's id.</summary>
    public string TargetId { get; }

    /// <summary>The member at fault.</summary>
    public string Member { get; }
}
