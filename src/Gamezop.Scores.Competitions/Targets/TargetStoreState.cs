namespace Gamezop.Scores.Competitions;

/// <summary>What is read once when the host starts.</summary>
/// <param name="Targets">The targets that are kept.</param>
/// <param name="SettledThrough">As <see cref="ITargetStore.SettleAsync"/> has set it last; <see cref="DateTimeOffset.MinValue"/> when it never has.</param>
public sealed record TargetStoreState(IReadOnlyList<StoredTarget> Targets, DateTimeOffset SettledThrough);
