namespace Gamezop.Scores;

/// <content>What it does not take in now, so that others need not wait, and how that keeps its order.</content>
internal sealed partial class HandlerLane
{
    private static readonly TimeSpan PutOffTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPutOffTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LostTime = TimeSpan.FromMinutes(15);

    /// <summary>So many events that were put off are remembered for their order; that is at most some 30 megabytes.</summary>
    private const int MaxPutOff = 100_000;

    private int _putOff;
    private long? _timedOutAt;
    private bool _isHeldUp;

    /// <summary>A call that has taken so long may hang: others no longer wait for it.</summary>
    private TimeSpan Patience => options.HandlerTimeout / 10;

    /// <summary>
    /// Whether more can be taken in without hoarding, or need not wait for this handler: what fills the lane is behind calls that take long. A slow
    /// handler is waited for, for its calls return; one whose calls hang is not.
    /// </summary>
    public bool TakesMore()
    {
        lock (_lock)
        {
            _isHeldUp = false;
            if (_count < Capacity || IsBlocked)
                return true;
            // What is put off without being remembered loses its order. Only where calls really hang that is better than to wait.
            if (!MayRememberMore && !HasJustTimedOut)
                return false;
            var slow = _runs.Where(run => time.GetElapsedTime(run.Started) >= Patience).ToList();
            _isHeldUp = slow.Count >= options.Concurrency;
            return _isHeldUp || _count - slow.Sum(run => run.Items.Count + run.Users.Sum(user => user.Count)) < Capacity;
        }
    }

    /// <summary>Gives up waiting for events that were put off and have not come again: they were erased, or another node has them.</summary>
    public void ForgetLost()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            foreach (var user in _users.Values.Where(user => user.PutOffCount > 0 && time.GetElapsedTime(user.PutOffSince, now) >= options.HandlerTimeout + LostTime).ToList())
            {
                _putOff -= user.ForgetPutOff();
                RemoveIfDone(user);
            }
        }
    }

    /// <summary>Whether a call has been given up lately, so that the handler is not merely slow.</summary>
    private bool HasJustTimedOut => _timedOutAt is { } at && time.GetElapsedTime(at) < 2 * options.HandlerTimeout;

    private bool MustWait(LaneUser? user, InboxDelivery delivery) =>
        IsBlocked
        || (user is not null && user.IsBehindPutOff(delivery))
        || (_count >= Capacity && (IsOverfull || (user is { IsScheduled: true } && (_isHeldUp || HasSlowRun(user)))));

    private bool HasSlowRun(LaneUser user) => _runs.Any(run => time.GetElapsedTime(run.Started) >= Patience && run.Users.Contains(user));

    private bool MayRememberMore => _putOff < MaxPutOff;

    private void Remembered(int more)
    {
        if (_putOff == 0 && more > 0 && !IsBlocked)
            Log.HandlerPutOff(logger, slot.Name);
        _putOff += more;
    }

    private void PutOff(OpenDelivery open)
    {
        // The longer the handler is blocked, the less often it is asked.
        var blocked = IsBlocked ? time.GetElapsedTime(Volatile.Read(ref _blockedSince)) : TimeSpan.Zero;
        var delay = blocked < PutOffTime ? PutOffTime : blocked > LongestPutOffTime ? LongestPutOffTime : blocked;
        open.Fail(new InboxFailure(slot.Name, open.Delivery.Attempt - 1, time.GetUtcNow() + delay, "The handler did not keep up."));
    }

    /// <summary>What cannot be begun as long as too many calls hang waits in the inbox, not here: here it would keep all that came after it from being history.</summary>
    private void PutOffWhenBlocked()
    {
        while (IsBlocked && _ready.TryDequeue(out var user))
        {
            user.IsScheduled = false;
            var items = LetGo(user);
            Remembered(user.PutOffFirst(items.Select(item => item.Open.Delivery), time.GetTimestamp()));
            RemoveIfDone(user);
            items.ForEach(item => PutOff(item.Open));
        }
    }
}
