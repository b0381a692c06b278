namespace Gamezop.Scores;

/// <summary>Who a sub stands for, under the signing keys in force now.</summary>
internal sealed class SubReader(LiveOptions options, TimeProvider time)
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

    /// <summary>Finds out whom a sub stands for.</summary>
    public SubReading Read(string sub)
    {
        var signer = Signer;
        if (signer is not null && signer.TryVerify(sub, out var userId))
            return new SubReading(userId, IsForged: false, null);

        var isForged = signer is not null && !(options.Current.AcceptUnsignedSubsUntil > time.GetUtcNow());
        var error = SubRules.Problem(sub) is { } problem ? new ScoreFormatError("subId", problem) : null;
        return new SubReading(isForged || error is not null ? null : sub, isForged, error);
    }

    private static SubSigner? Create(GamezopScoresOptions options)
    {
        var keys = options.SubSigningKeys.Select(Convert.FromBase64String).ToArray();
        return keys.Length == 0 ? null : new SubSigner(keys[0], keys[1..]);
    }

    private sealed record Keys(GamezopScoresOptions Source, SubSigner? Signer);
}
