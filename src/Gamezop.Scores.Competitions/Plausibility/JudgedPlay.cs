namespace Gamezop.Scores.Competitions;

/// <summary>A play that was found implausible, as a store keeps it.</summary>
public sealed record JudgedPlay
{
    /// <summary>Which play.</summary>
    public required PlayId Play { get; init; }

    /// <summary>Goes up with every write; 0 for one that is not there yet. When writing: what it was when it was read.</summary>
    public long Version { get; init; }

    /// <summary>What has become of it.</summary>
    public required JudgedPlayStatus Status { get; init; }

    /// <summary>The breaches, as JSON. Opaque to the store.</summary>
    public required string Evidence { get; init; }

    /// <summary>The event that operators are shown.</summary>
    public required StoredEvent Event { get; init; }

    /// <summary>When it was first found implausible. Lists go by this.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When that last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The time of the play's latest event: by this it is pruned.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Whether boards, tournaments and targets have been told. The last step: what is not applied is applied after a restart.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>Whether the play counts.</summary>
    public bool Counts => Status is not (JudgedPlayStatus.Quarantined or JudgedPlayStatus.Rejected);

    /// <summary>Whether an operator has decided: no verdict changes that.</summary>
    public bool IsFinal => Status is JudgedPlayStatus.Released or JudgedPlayStatus.Rejected;
}
