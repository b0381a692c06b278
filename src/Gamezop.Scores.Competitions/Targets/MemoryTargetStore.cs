using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Progress in memory, under the lock of the rewards: so that both are one step.</summary>
internal sealed class MemoryTargetStore(MemoryRewardStore rewards) : ITargetStore
{
    private readonly ConcurrentDictionary<string, StoredTarget> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<(string TargetId, string Period), Progress>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<ProgressKey> _places = [];
    private readonly Dictionary<string, UncountedEvent> _uncounted = new(StringComparer.Ordinal);
    private readonly PriorityQueue<ProgressKey, DateTimeOffset> _ends = new();
    private DateTimeOffset _settledThrough;

    public ValueTask<TargetStoreState> StartAsync(CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new(new TargetStoreState([.. _targets.Values], _settledThrough));
    }

    public ValueTask SaveTargetAsync(StoredTarget target, CancellationToken cancellationToken)
    {
        _targets[target.TargetId] = target;
        return default;
    }

    public ValueTask RemoveTargetAsync(string targetId, CancellationToken cancellationToken)
    {
        _targets.TryRemove(targetId, out _);
        lock (rewards.Gate)
            foreach (Dictionary<(string TargetId, string Period), Progress> user in _users.Values)
                foreach ((string TargetId, string Period) key in user.Keys.Where(key => key.TargetId == targetId).ToList())
                    user.Remove(key);
        return default;
    }

    public ValueTask<IReadOnlyList<StoredProgress>> ReadAsync(IReadOnlyList<ProgressRead> reads, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. reads.Select(read => Find(read.Key) is { } progress ? progress.Show(read.Key, read.Plays) : new StoredProgress(read.Key, 0, default, default, []))]);
    }

    public ValueTask<StoredProgress?> ReadLatestAsync(string userId, string targetId, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new(_users.GetValueOrDefault(userId, []).Where(entry => entry.Key.TargetId == targetId)
                .OrderByDescending(entry => entry.Value.FirstAt).ThenByDescending(entry => entry.Key.Period, Utf8Order.Comparer)
                .Select(entry => entry.Value.Show(new ProgressKey(userId, targetId, entry.Key.Period), [])).FirstOrDefault());
    }

    public ValueTask<IReadOnlyList<StoredProgress>> ReadUserAsync(string userId, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. _users.GetValueOrDefault(userId, []).Select(entry => entry.Value.Show(new ProgressKey(userId, entry.Key.TargetId, entry.Key.Period)))]);
    }

    public ValueTask<IReadOnlyList<StoredProgress>> ReadPlayAsync(PlayId play, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. _users.GetValueOrDefault(play.UserId, []).Where(entry => !(entry.Value.EndsAt <= _settledThrough) && entry.Value.Has(play)).Select(entry => entry.Value.Show(new ProgressKey(play.UserId, entry.Key.TargetId, entry.Key.Period)))]);
    }

    public ValueTask<IReadOnlyList<bool>> TakePlacesAsync(IReadOnlyList<PlaceRequest> requests, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. requests.Select(TakePlace)]);
    }

    public ValueTask<IReadOnlyList<ProgressWriteResult>> WriteAsync(IReadOnlyList<ProgressWrite> writes, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. writes.Select(Write)]);
    }

    public ValueTask SettleAsync(DateTimeOffset through, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            _settledThrough = through > _settledThrough ? through : _settledThrough;
        return default;
    }

    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            for (; _ends.TryPeek(out ProgressKey key, out DateTimeOffset end) && end <= _settledThrough; max--)
            {
                if (max == 0)
                    return new(true);
                _ends.Dequeue();
                // It may have been removed meanwhile, and have come again.
                if (Find(key) is not { EndsAt: { } endsAt } || endsAt > _settledThrough)
                    continue;
                _users[key.UserId].Remove((key.TargetId, key.Period));
                _places.Remove(key);
            }

        return new(false);
    }

    public ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
        {
            var removed = _uncounted.Values.Where(uncounted => uncounted.ReceivedAt < receivedBefore).OrderBy(uncounted =>
                uncounted.ReceivedAt).Take(max).ToList();
            foreach (var uncounted in removed)
                _uncounted.Remove(uncounted.EventId);
            return new(removed.Count == max);
        }
    }

    public ValueTask AddUncountedAsync(IReadOnlyList<UncountedEvent> events, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            foreach (UncountedEvent uncounted in events)
                _uncounted.TryAdd(uncounted.EventId, uncounted);
        return default;
    }

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(UncountedEvent? after, int max, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
            return new([.. _uncounted.Values.OrderBy(e => e.ReceivedAt).ThenBy(e => e.EventId, StringComparer.Ordinal)
                .Where(e => after is null || e.ReceivedAt > after.ReceivedAt || (e.ReceivedAt == after.ReceivedAt && string.CompareOrdinal(e.EventId, after.EventId) > 0)).Take(max)]);
    }

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        lock (rewards.Gate)
        {
            _users.Remove(userId);
            _places.RemoveWhere(place => place.UserId == userId);
            foreach (string eventId in _uncounted.Values.Where(e => e.UserId == userId).Select(e => e.EventId).ToList())
                _uncounted.Remove(eventId);
        }

        return default;
    }

    private Progress? Find(ProgressKey key) => _users.GetValueOrDefault(key.UserId)?.GetValueOrDefault((key.TargetId, key.Period));

    private bool TakePlace(PlaceRequest request)
    {
        if (_places.Contains(request.Key))
            return true;
        int taken = _taken.GetValueOrDefault(request.Key.TargetId);
        if (taken >= request.Places)
            return false;
        _taken[request.Key.TargetId] = taken + 1;
        return _places.Add(request.Key);
    }

    private ProgressWriteResult Write(ProgressWrite write)
    {
        Progress? progress = Find(write.Key);
        if ((progress?.Version ?? 0) != write.ExpectedVersion || (write.Reward is { Version: > 0 } changed && !rewards.Write(changed)))
            return default;
        if (!_users.TryGetValue(write.Key.UserId, out Dictionary<(string TargetId, string Period), Progress>? user))
            _users[write.Key.UserId] = user = [];
        if (progress is null)
            user[(write.Key.TargetId, write.Key.Period)] = progress = new Progress();
        if (write.EndsAt is { } end && end != progress.EndsAt)
            _ends.Enqueue(write.Key, end);
        progress.Write(write);
        return new ProgressWriteResult(true, write.Reward is { } reward && (reward.Version > 0 || rewards.Add(reward)));
    }

    private sealed class Progress
    {
        private readonly Dictionary<PlayKey, ReadOnlyMemory<byte>> _parts = [];
        private ReadOnlyMemory<byte> _data;

        public long Version { get; private set; }

        public DateTimeOffset FirstAt { get; private set; }

        public DateTimeOffset? EndsAt { get; private set; }

        public StoredProgress Show(ProgressKey key, IReadOnlyCollection<PlayKey> plays) =>
            new(key, Version, FirstAt, _data, [.. plays.Where(_parts.ContainsKey).Select(play => new ProgressPart(play, _parts[play]))]);

        public StoredProgress Show(ProgressKey key) => Show(key, _parts.Keys);

        public bool Has(PlayId play) => _parts.Keys.Any(key => key.GameCode == play.GameCode && key.GamePlayId == play.GamePlayId);

        public void Write(ProgressWrite write)
        {
            Version++;
            (FirstAt, EndsAt, _data) = (write.FirstAt, write.EndsAt, write.Data);
            foreach (ProgressPart part in write.Parts)
                _parts[part.Play] = part.Data;
        }
    }
}
