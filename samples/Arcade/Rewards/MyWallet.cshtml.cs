using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize]
internal sealed class MyWalletModel(Wallet wallet, IRewards rewards, RewardReasons reasons) : PageModel
{
    public long Balance { get; private set; }

    public IReadOnlyList<Payment> Payments { get; private set; } = [];

    public IReadOnlyList<WaitingReward> Waiting { get; private set; } = [];

    /// <summary>What the last button did.</summary>
    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var player = User.PlayerId()!;
        Waiting = await WaitingOfAsync(player, cancellationToken);
        Payments = await wallet.ListAsync(player, cancellationToken);
        Balance = await wallet.BalanceAsync(player, cancellationToken);
    }

    public async Task<IActionResult> OnPostClaimAsync(string? key, CancellationToken cancellationToken)
    {
        Done = string.IsNullOrEmpty(key) ? "Which one?" : await rewards.ClaimAsync(User.PlayerId()!, key, cancellationToken) switch
        {
            RewardClaim.Claimed => "Claimed: the coins are yours.",
            RewardClaim.Expired => "That is too late: it had to be claimed in time.",
            _ => "That can't be claimed.",
        };
        return RedirectToPage();
    }

    private async Task<IReadOnlyList<WaitingReward>> WaitingOfAsync(string player, CancellationToken cancellationToken)
    {
        var waiting = new List<WaitingReward>();
        UserReward? last = null;
        while (await rewards.ListAsync(player, last, cancellationToken: cancellationToken) is { Count: > 0 } page)
        {
            foreach (var reward in page.Where(reward => reward.Status is RewardStatus.Claimable or RewardStatus.Owed))
                waiting.Add(new WaitingReward(
                    reward.Grant.Key, await reasons.OfAsync(reward.Grant, cancellationToken), reward.Grant.Reward.Amount, reward.Status is RewardStatus.Claimable));
            last = page[^1];
        }

        return waiting;
    }
}
