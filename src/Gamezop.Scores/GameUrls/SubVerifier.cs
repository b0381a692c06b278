using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores;

/// <summary>Who a sub stands for, under the signing keys in force now.</summary>
internal sealed class SubVerifier(LiveOptions options, TimeProvider time)
{
    private volatile Keys? _keys;

    /// <summary>The signer of the keys in force; null when subs are not signed.</summary>
    public SubSigner? Signer
    {
        get
        {
            var current = options.Current;
            var keys = _keys;
            if (keys is null || keys.Source != current)
                _keys = keys = new Keys(current, Create(current));
            return keys.Signer;
        }
    }

    /// <summary>The user of a sub that is signed, or that may be unsigned.</summary>
    public bool TryGetUserId(string sub, [NotNullWhen(true)] out string? userId)
    {
        if (Signer is not { } signer)
        {
            userId = sub;
            return true;
        }

        if (signer.TryVerify(sub, out userId))
            return true;
        userId = options.Current.AcceptUnsignedSubsUntil > time.GetUtcNow() ? sub : null;
        return userId is not null;
    }

    private static SubSigner? Create(GamezopScoresOptions options)
    {
        var keys = options.SubSigningKeys.Select(Convert.FromBase64String).ToArray();
        return keys.Length == 0 ? null : new SubSigner(keys[0], keys[1..]);
    }

    private sealed record Keys(GamezopScoresOptions Source, SubSigner? Signer);
}
