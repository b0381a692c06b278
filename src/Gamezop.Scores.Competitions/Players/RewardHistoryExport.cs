using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>The rewards' part: everything the user has earned.</summary>
internal sealed class RewardHistoryExport(IRewards rewards) : IPlayerExport
{
    private const int PageSize = 500;

    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartArray("rewards");
        UserReward? after = null;
        while (await rewards.ListAsync(userId, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (UserReward reward in page)
                writer.WriteValue(reward, PlayersJson.Default.UserReward);
            after = page[^1];
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }
}
