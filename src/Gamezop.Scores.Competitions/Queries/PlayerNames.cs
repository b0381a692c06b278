using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Puts names on entries, and other ids where ids are not to be seen.</summary>
internal sealed class PlayerNames(IPlayerDirectory? directory, byte[]? anonymousIdKey, TimeProvider time, ILogger logger)
{
    private const int MostKept = 10_000;
    private const int MostAsked = 1_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (PlayerProfile? Profile, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>The entries as they are shown.</summary>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> ShowAsync(IReadOnlyList<LeaderboardEntry> entries, CancellationToken cancellationToken)
    {
        if (directory is null && anonymousIdKey is null)
            return entries;
        IReadOnlyDictionary<string, PlayerProfile> profiles = await FindAsync(entries, cancellationToken);
        return [.. entries.Select(entry => Show(entry, profiles.GetValueOrDefault(entry.UserId)))];
    }

    private LeaderboardEntry Show(LeaderboardEntry entry, PlayerProfile? profile) => entry with
    {
        UserId = anonymousIdKey is null ? entry.UserId : Anonymous(entry.UserId, anonymousIdKey),
        Name = profile?.Name,
        Avatar = profile?.Avatar,
    };

    // Keyed: a plain hash of an id is found by hashing all ids.
    private static string Anonymous(string userId, byte[] key) => "anon-" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(userId)).AsSpan(0, 10));

    private async ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyList<LeaderboardEntry> entries, CancellationToken cancellationToken)
    {
        var profiles = new Dictionary<string, PlayerProfile>(StringComparer.Ordinal);
        if (directory is null)
            return profiles;
        DateTimeOffset now = time.GetUtcNow();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (LeaderboardEntry entry in entries)
            if (!_known.TryGetValue(entry.UserId, out (PlayerProfile? Profile, DateTimeOffset Until) known) || known.Until <= now)
                asked.Add(entry.UserId);
            else if (known.Profile is not null)
                profiles[entry.UserId] = known.Profile;
        if (asked.Count == 0)
            return profiles;

        try
        {
            if (_known.Count > MostKept)
                _known.Clear();
            foreach (string[] userIds in asked.Chunk(MostAsked))
            {
                IReadOnlyDictionary<string, PlayerProfile> found = await AskAsync(directory, userIds, cancellationToken);
                foreach (string userId in userIds)
                {
                    PlayerProfile? profile = found.GetValueOrDefault(userId);
                    _known[userId] = (profile, now + KeptFor);
                    if (profile is not null)
                        profiles[userId] = profile;
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A ranking without names is better than none.
            Log.DirectoryFailed(logger, exception);
        }

        return profiles;
    }

    // Rankings and those who follow them wait for names, so a directory that hangs has failed.
    private async ValueTask<IReadOnlyDictionary<string, PlayerProfile>> AskAsync(IPlayerDirectory asked, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestWait, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await asked.FindAsync(userIds, ended.Token).AsTask().WaitAsync(ended.Token);
    }
}
