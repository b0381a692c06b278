using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>What rewards are paid under: the same for the same achievement, whenever and however often it is computed.</summary>
internal static class RewardKeys
{
    private const int MaxLength = 256;

    public static string OfTarget(string targetId, string period, string userId) => Of("t", targetId, period, userId);

    public static string OfPrize(string occurrenceId, string prize, string userId) => Of("p", occurrenceId, prize, userId);

    private static string Of(string kind, string source, string part, string userId)
    {
        // Percent-encoded, so that no part can hold the slash that divides them.
        string key = $"{kind}/{Uri.EscapeDataString(source)}/{Uri.EscapeDataString(part)}/{Uri.EscapeDataString(userId)}";
        return key.Length <= MaxLength ? key : $"{kind}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
    }
}
