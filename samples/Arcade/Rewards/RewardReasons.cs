using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>What players read as the reason of a reward.</summary>
internal sealed class RewardReasons(ITournaments tournaments)
{
    public async ValueTask<string> OfAsync(RewardGrant grant, CancellationToken cancellationToken)
    {
        if (grant.Source is RewardSource.Target)
            return TargetTitles.Of(grant.SourceId);
        try
        {
            return $"{(await tournaments.GetAsync(grant.SourceId, cancellationToken)).Name}, rank {grant.Rank}";
        }
        catch (TournamentNotFoundException)
        {
            // It was removed since; what was won in it stays.
            return $"{grant.SourceId}, rank {grant.Rank}";
        }
    }
}
