using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Competitions.Tests.Stores;

/// <summary>A store of places that lists entries in an order of its own, as it may: by a hash.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
internal class ShuffledStore : DispatchProxy
{
    private ILeaderboardStore _inner = null!;

    public static ILeaderboardStore Of(ILeaderboardStore inner)
    {
        ILeaderboardStore proxy = Create<ILeaderboardStore, ShuffledStore>();
        ((ShuffledStore)(object)proxy)._inner = inner;
        return proxy;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "The caller of the proxied method awaits it, once.")]
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(ILeaderboardStore.ReadEntriesAsync)
        ? ReadAsync((string)args![0]!, (string)args[1]!, (PlayerKey?)args[2], (int)args[3]!)
        : targetMethod.Invoke(_inner, args);

    private static string HashOf(PlayerKey key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Window}\n{key.Partition}\n{key.UserId}")));

    private async ValueTask<IReadOnlyList<StoredPlayer>> ReadAsync(string scope, string window, PlayerKey? after, int max)
    {
        var all = new List<StoredPlayer>();
        PlayerKey? last = null;
        while (await _inner.ReadEntriesAsync(scope, window, last, 100, default) is { Count: > 0 } page)
        {
            all.AddRange(page);
            last = page[^1].Key;
        }

        // A page is as short as the store likes.
        return [.. all.OrderBy(player => HashOf(player.Key), StringComparer.Ordinal).Where(player => after is null || string.CompareOrdinal(HashOf(player.Key), HashOf(after.Value)) > 0).Take(Math.Min(max, 3))];
    }
}
