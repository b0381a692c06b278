using System.Collections.Concurrent;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Game URLs with the keys of the moment.</summary>
internal sealed class ProtectedGameUrls(SubReader subs, ISubKeyStore? store, ILogger<ProtectedGameUrls> logger) : IGameUrls
{
    // Keys that were told of: there are as many as were ever configured.
    private readonly ConcurrentDictionary<string, bool> _missingKeys = new(StringComparer.Ordinal);

    public Uri Create(string gameUrl, string userId) => new GameUrlBuilder(gameUrl).WithSub(SubOf(subs.Protector, userId)).Build();

    public async ValueTask<Uri> CreateAsync(string gameUrl, string userId, CancellationToken cancellationToken)
    {
        // All that can be refused is, before anything is remembered.
        var builder = new GameUrlBuilder(gameUrl);
        var protector = subs.Protector;
        var sub = SubOf(protector, userId);
        if (protector is null || store is null)
            return builder.WithSub(sub).Build();

        var keyId = await store.GetOrAddAsync(userId, protector.KeyId, cancellationToken);
        if (keyId != protector.KeyId)
            sub = protector.ProtectWith(keyId, userId) ?? WithoutKey(keyId, sub);
        return builder.WithSub(sub).Build();
    }

    private string WithoutKey(string keyId, string sub)
    {
        if (_missingKeys.TryAdd(keyId, true))
            Log.SubKeyMissing(logger, keyId);
        return sub;
    }

    private static string SubOf(SubProtector? protector, string userId)
    {
        if (protector is not null)
            return protector.Protect(userId);
        SubRules.Require(userId, "user id", nameof(userId));
        return userId;
    }
}
