namespace Gamezop.Scores;

/// <summary>Whom a sub stands for, and which subs a user has, under the keys in force now.</summary>
internal sealed class SubReader(LiveOptions options, TimeProvider time) : IUserSubs
{
    private volatile Keys? _keys;

    /// <summary>The keys in force; null when subs are plain ids.</summary>
    public SubProtector? Protector
    {
        get
        {
            var current = options.Current;
            var keys = _keys;
            if (keys is null || keys.Source != current)
                _keys = keys = new Keys(current, Create(current));
            return keys.Protector;
        }
    }

    /// <summary>Finds out whom a sub stands for.</summary>
    public SubReading Read(string sub)
    {
        var protector = Protector;
        if (protector is not null && protector.TryUnprotect(sub, out var userId))
            return new SubReading(userId, IsForged: false, null);

        // After a key was lost its subs must not become user ids, not even during the change-over.
        var isForged = protector is not null
            && (SubProtector.IsProtectedForm(sub) || !(options.Current.AcceptUnsignedSubsUntil > time.GetUtcNow()));
        var error = SubRules.Problem(sub) is { } problem ? new ScoreFormatError("subId", problem) : null;
        return new SubReading(isForged || error is not null ? null : sub, isForged, error);
    }

    public IReadOnlyList<string> GetSubs(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return [.. Protector?.ProtectWithAll(userId) ?? [], userId];
    }

    private static SubProtector? Create(GamezopScoresOptions options)
    {
        var keys = options.SubKeys.Select(Convert.FromBase64String).ToArray();
        return keys.Length == 0 ? null : new SubProtector(keys[0], keys[1..]);
    }

    private sealed record Keys(GamezopScoresOptions Source, SubProtector? Protector);
}
