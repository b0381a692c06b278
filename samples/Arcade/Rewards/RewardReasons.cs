using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>What players read as the reason of a reward.</summary>
internal sealed class RewardReasons
{
    public ValueTask<string> OfAsync(RewardGrant grant, CancellationToken cancellationToken) => new(TargetTitles.Of(grant.SourceId));
}
