namespace Gamezop.Scores.Competitions;

/// <summary>Folds events into one progress.</summary>
internal sealed class ProgressFold
{
    private readonly TargetRule _rule;
    private readonly StoredProgress _stored;
    private readonly QuarantinedPlays _quarantined;
    private readonly ProgressState _state;
    private readonly Dictionary<PlayKey, PlayShare> _plays;
    private readonly HashSet<PlayKey> _changed = [];
    private readonly (long From, long To) _times;
    private DateTimeOffset _firstAt;
    private bool _hasMoved;

    /// <param name="rule">The target.</param>
    /// <param name="stored">The progress, with the plays of the events that are to be added.</param>
    /// <param name="quarantined">The plays that do not count.</param>
    public ProgressFold(TargetRule rule, StoredProgress stored, QuarantinedPlays quarantined)
    {
        _rule = rule;
        _stored = stored;
        _quarantined = quarantined;
        _firstAt = stored.Version == 0 || stored.FirstAt == StoredProgress.Unknown ? DateTimeOffset.MaxValue : stored.FirstAt;
        _state = ProgressCodec.ReadState(stored.Data.Span, rule.Kind);
        _times = rule.TimesOf(stored.Key.Period);
        _plays = stored.Parts.ToDictionary(part => part.Play, part => ProgressCodec.ReadPlay(part.Data.Span, rule.Kind));
    }

    public TargetRule Rule => _rule;

    public ProgressKey Key => _stored.Key;

    /// <summary>The event by which the goal was reached and the reward is due; null while it is not, or when that is settled.</summary>
    public ScoreContext? ReachedBy { get; private set; }

    /// <summary>Whether a sum was cut.</summary>
    public bool IsSaturated { get; private set; }

    public bool HasChanged => _changed.Count > 0 || _hasMoved || JudgesReward;

    /// <summary>Whether something is to be done about the reward: it is due, or not suspect any more.</summary>
    public bool JudgesReward => ReachedBy is not null || (_state.IsSettled && _state.IsSuspect != IsSuspect);

    /// <summary>Whether the plays that are not in quarantine do not reach the goal.</summary>
    public bool IsSuspect => ReachedBy is not null ? !_state.Clean.Reaches(_rule.Definition.Goal.Value) : !_state.Stands(_rule.Definition.Goal.Value);

    /// <summary>The plays of which there is another verdict by now than the one that they were counted by.</summary>
    public IEnumerable<PlayId> Misjudged =>
        _plays.Where(play => play.Value.IsExcluded != _quarantined.Contains(IdOf(play.Key))).Select(play => IdOf(play.Key));

    public void Add(ScoreContext context)
    {
        PlayKey key = _rule.PlayOf(context.Event);
        PlayShare play = _plays.GetValueOrDefault(key) ?? new PlayShare { IsExcluded = _quarantined.Contains(IdOf(key)) };
        if (_rule.Kind == TargetGoalKind.TimePlayed ? FoldTime(play, context) : _rule.CanCount(context.Event) && Fold(play, context))
        {
            _plays[key] = play;
            _changed.Add(key);
        }

        if (context.Event.Timestamp < _firstAt && _rule.Matches(context))
        {
            _firstAt = context.Event.Timestamp.ToUniversalTime();
            // Only where it tells which play is the last one.
            _hasMoved |= _rule.IsEveryPlay;
        }

        Judge(context);
    }

    /// <summary>A play that it knows was going on in other periods too.</summary>
    /// <param name="key">The play.</param>
    /// <param name="first">When its first event of all was made, in UTC ticks.</param>
    /// <param name="last">When its last event of all was made, in UTC ticks.</param>
    /// <param name="context">The event that has brought that.</param>
    public void Widen(PlayKey key, long first, long last, ScoreContext context)
    {
        PlayShare play = _plays[key];
        if (!SetTime(play, play.Time.With(first, 0).With(last, 0)))
            return;
        _changed.Add(key);
        Judge(context);
    }

    /// <summary>What is to be kept.</summary>
    /// <param name="reward">The reward that comes with it; null where there is none, or none left, or it is as it should be.</param>
    public ProgressWrite Finish(StoredReward? reward)
    {
        if (ReachedBy is not null)
            (_state.IsSettled, _state.Granted, _state.IsSuspect) = (true, _rule.Definition.Goal.Value, IsSuspect);
        else if (_state.IsSettled)
            _state.IsSuspect = IsSuspect;
        bool isUnknown = _firstAt == DateTimeOffset.MaxValue;
        ProgressPart[] parts = [.. _changed.Select(key => new ProgressPart(key, ProgressCodec.Write(_plays[key], _rule.Kind)))];
        return new ProgressWrite(Key, _stored.Version, isUnknown ? StoredProgress.Unknown : _firstAt, ProgressCodec.Write(_state), parts, reward)
        {
            // While a reward waits for a verdict its progress must be there.
            EndsAt = _state.IsSuspect ? null : _rule.EndOf(Key.Period, isUnknown ? PlayTime.FirstOf(_plays.Values) : _firstAt),
        };
    }

    private void Judge(ScoreContext context)
    {
        if (!_state.IsSettled && ReachedBy is null && _state.All.Reaches(_rule.Definition.Goal.Value))
            ReachedBy = context;
    }

    private PlayId IdOf(PlayKey key) => new(Key.UserId, key.GameCode, key.GamePlayId);

    // An event that does not count says all the same when the play was going on.
    private bool FoldTime(PlayShare play, ScoreContext context)
    {
        bool counts = _rule.Matches(context) && _rule.CanCount(context.Event);
        return SetTime(play, play.Time.With(context.Event.Timestamp.UtcTicks, counts ? TargetRule.DurationOf(context.Event) : 0));
    }

    private bool SetTime(PlayShare play, PlayTime time)
    {
        if (time == play.Time)
            return false;
        play.Time = time;
        long played = time.PlayedWithin(_times.From, _times.To);
        if (played > (play.Best ?? 0))
            CountMore(play, played);
        return true;
    }

    private bool Fold(PlayShare play, ScoreContext context)
    {
        switch (_rule.Kind)
        {
            case TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost:
                // Adding zero turns -0 into 0.
                double score = context.Event.Score + 0.0;
                if (_rule.Kind == TargetGoalKind.ScoreAtLeast ? play.Best >= score : play.Best <= score)
                    return false;
                play.Best = score;
                Count(play, new ProgressGain(Score: score));
                return true;
            case TargetGoalKind.LevelsCompleted:
                if (!play.Levels.Add(context.EventId))
                    return false;
                Count(play, new ProgressGain(Amount: 1));
                return true;
            case TargetGoalKind.DayStreak:
                CalendarDay day = _rule.DayAt(context.Event.Timestamp.UtcTicks);
                if (play.Days.Contains(day))
                    return false;
                play.Days.Add(day);
                Count(play, new ProgressGain(Day: day));
                return true;
            default:
                long amount = _rule.Kind == TargetGoalKind.TotalScore ? Math.Max(0, Thousandths.Of(context.Event.Score)) : 1;
                if (amount <= (play.Best ?? 0))
                    return false;
                CountMore(play, amount);
                return true;
        }
    }

    private void CountMore(PlayShare play, long amount)
    {
        var gain = new ProgressGain(Amount: amount - (long)(play.Best ?? 0));
        play.Best = amount;
        Count(play, gain);
    }

    private void Count(PlayShare play, ProgressGain gain)
    {
        IsSaturated |= _state.All.Add(gain);
        if (!play.IsExcluded)
            _state.Clean.Add(gain);
    }
}
