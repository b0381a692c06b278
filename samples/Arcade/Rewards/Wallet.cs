using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>The players' coins: where rewards are paid out. Each payment stands here once, under the key of its grant, and a balance is what they come to.</summary>
internal sealed class Wallet(ArcadeDatabase database, RewardReasons reasons, PlayerFeed feed) : IRewardHandler
{
    private const int Shown = 50;

    public async ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
    {
        if (grant.Reward.Kind != "coins" || !decimal.IsInteger(grant.Reward.Amount))
            throw new NotSupportedException($"A wallet holds whole coins: not {grant.Reward.Amount} {grant.Reward.Kind}.");
        var reason = await reasons.OfAsync(grant, cancellationToken);
        var paid = await database.ExecuteAsync(
            "INSERT INTO payments (key, player, coins, reason, earned_at) VALUES ($key, $player, $coins, $reason, $earned) ON CONFLICT (key) DO NOTHING",
            [("$key", grant.Key), ("$player", grant.UserId), ("$coins", (long)grant.Reward.Amount), ("$reason", reason), ("$earned", grant.EarnedAt.ToUnixTimeMilliseconds())],
            cancellationToken);

        // A reward that is handed out again was paid, and announced, before.
        if (paid > 0)
            feed.Tell(grant.UserId, "coins", new { Coins = grant.Reward.Amount, reason, Balance = await BalanceAsync(grant.UserId, cancellationToken) });
    }

    public async Task<long> BalanceAsync(string playerId, CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT coalesce(sum(coins), 0) FROM payments WHERE player = $player", [("$player", playerId)], row => row.GetInt64(0), cancellationToken))[0];

    /// <summary>The latest payments, the last one first.</summary>
    public Task<IReadOnlyList<Payment>> ListAsync(string playerId, CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT reason, coins, earned_at FROM payments WHERE player = $player ORDER BY earned_at DESC, key LIMIT $shown",
        [("$player", playerId), ("$shown", Shown)], row => new Payment(row.GetString(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))), cancellationToken);
}
