using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Shows implausible plays in <see cref="IQuarantine"/>, one entry for each, and does with them what operators say.</summary>
internal sealed class JudgedPlaySource(PlayJudge judge, IPlausibilityStore store, ILeaderboardStore actions, TimeProvider time, ILogger<PlayJudge> logger) : IQuarantineSource
{
    // What the action is recorded under: IQuarantine does not say who.
    private const string Actor = "IQuarantine";

    public string Prefix => JudgedPlayId.Prefix;

    public async ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after, int max, CancellationToken cancellationToken)
    {
        JudgedPlayPlace? place = null;
        if (!judge.Loaded.IsCompletedSuccessfully || (after is not null && !JudgedPlayId.TryRead(after, out place)))
            return [];
        return [.. (await store.ListAsync(JudgedPlayList.Open, place, max, cancellationToken)).Select(Show)];
    }

    public ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken) => DecideAsync(id, release: true, cancellationToken);

    public ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken) => DecideAsync(id, release: false, cancellationToken);

    private static QuarantinedEvent Show(JudgedPlay play) => new()
    {
        Id = JudgedPlayId.Of(play),
        Reason = play.Status == JudgedPlayStatus.Marked ? "marked" : "implausible",
        Evidence = BreachText.Show(play.Evidence),
        Event = play.Event,
    };

    private async ValueTask<bool> DecideAsync(string id, bool release, CancellationToken cancellationToken)
    {
        if (!JudgedPlayId.TryRead(id, out JudgedPlayPlace? place))
            return false;
        PlayId play = place.Value.Play;
        return await judge.DecideAsync(play, release, () => RecordAsync(play, release), cancellationToken);
    }

    private ValueTask RecordAsync(PlayId play, bool release)
    {
        Log.PlayDecided(logger, release ? "released" : "rejected", LogText.Escape(play.GameCode));
        return actions.RecordAsync(
            new LeaderboardAction(time.GetUtcNow(), release ? "release-play" : "reject-play", play.UserId, Actor, $"{play.GameCode}/{play.GamePlayId}"), CancellationToken.None);
    }
}
