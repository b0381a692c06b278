namespace Gamezop.Scores.Competitions;

/// <summary>Folds events into one progress.</summary>
internal sealed class ProgressFold
{
    private readonly TargetRule _rule;
    private readonly StoredProgress _stored;
    private readonly IReadOnlySet<PlayKey> _apart;
    private readonly QuarantinedPlays _quarantined;
    private readonly ProgressState _state;
    private readonly Dictionary<PlayKey, PlayShare> _plays;
    private readonly HashSet<PlayKey> _changed = [];
    private DateTimeOffset _firstAt;
    private bool _hasChanged;

    /// <param name="rule">The target.</param>
    /// <param name="stored">The progress, with the plays of the events that are to be added.</param>
    /// <param name="apart">Those of them whose contribution is kept by itself.</param>
    /// <param name="quarantined">The plays that do not count.</param>
    public ProgressFold(TargetRule rule, StoredProgress stored, IReadOnlySet<PlayKey> apart, QuarantinedPlays quarantined)
    {
        _rule = rule;
        _stored = stored;
        _apart = apart;
        _quarantined = quarantined;
        _firstAt = stored.Version == 0 ? DateTimeOffset.MaxValue : stored.FirstAt;
        _state = ProgressCodec.ReadState(stored.Data.Span, rule.Kind);
        _plays = stored.Parts.ToDictionary(part => part.Play, part => ProgressCodec.ReadPlay(part.Data.Span, rule.Kind));
    }

    public TargetRule Rule => _rule;

    public ProgressKey Key => _stored.Key;

    /// <summary>The event by which the goal was reached and the reward is due; null while it is not, or when that is settled.</summary>
    public ScoreContext? ReachedBy { get; private set; }

    /// <summary>Whether a sum was cut.</summary>
    public bool IsSaturated { get; private set; }

    public bool HasChanged => _hasChanged || JudgesReward;

    /// <summary>Whether something is to be done about the reward: it is due, or not suspect any more.</summary>
    public bool JudgesReward => ReachedBy is not null || (_state.IsSettled && _state.IsSuspect != IsSuspect);

    /// <summary>Whether the plays that are not in quarantine do not reach the goal.</summary>
    public bool IsSuspect => ReachedBy is not null ? !_state.Clean.Reaches(_rule.Definition.Goal.Value) : !_state.Stands(_rule.Definition.Goal.Value);

    /// <summary>The plays of which there is another verdict by now than the one that they were counted by.</summary>
    public IEnumerable<PlayId> Misjudged =>
        _plays.Where(play => play.Value.IsExcluded != _quarantined.Contains(IdOf(play.Key))).Select(play => IdOf(play.Key));

    public void Add(ScoreContext context)
    {
        ScoreEvent scoreEvent = context.Event;
        PlayKey key = _rule.PlayOf(scoreEvent);
        bool isApart = _apart.Contains(key);
        PlayShare play = _plays.GetValueOrDefault(key) ?? new PlayShare { IsExcluded = isApart && _quarantined.Contains(IdOf(key)) };
        bool changed = false;
        if (_rule.TellsStart(scoreEvent) && play.Learn(StartOf(scoreEvent)))
        {
            Drain(play, isApart);
            changed = true;
        }

        if (_rule.Counts(scoreEvent.State) && _rule.CanHold(scoreEvent))
            changed |= Take(play, _rule.OfferOf(context), isApart);
        if (scoreEvent.Timestamp < _firstAt)
        {
            _firstAt = scoreEvent.Timestamp.ToUniversalTime();
            // Only where it tells which play is the last one.
            _hasChanged |= _rule.IsEveryPlay;
        }

        if (changed && (isApart || _rule.NeedsPlays))
        {
            _plays[key] = play;
            _changed.Add(key);
        }

        _hasChanged |= changed;
        if (!_state.IsSettled && ReachedBy is null && _state.All.Reaches(_rule.Definition.Goal.Value))
            ReachedBy = context;
    }

    /// <summary>What is to be kept.</summary>
    /// <param name="reward">The reward that comes with it; null where there is none, or none left, or it is as it should be.</param>
    public ProgressWrite Finish(StoredReward? reward)
    {
        if (ReachedBy is not null)
            (_state.IsSettled, _state.Granted, _state.IsSuspect) = (true, _rule.Definition.Goal.Value, IsSuspect);
        else if (_state.IsSettled)
            _state.IsSuspect = IsSuspect;
        return new ProgressWrite(
            Key, _stored.Version, _firstAt, ProgressCodec.Write(_state), [.. _changed.Select(key => new ProgressPart(key, ProgressCodec.Write(_plays[key], _rule.Kind)))], reward)
        {
            // While a reward waits for a verdict its progress must be there.
            EndsAt = _state.IsSuspect ? null : _rule.EndOf(_firstAt),
        };
    }

    private static long StartOf(ScoreEvent scoreEvent) => Math.Max(0, scoreEvent.Timestamp.UtcTicks - scoreEvent.Duration!.Value.Ticks);

    private PlayId IdOf(PlayKey key) => new(Key.UserId, key.GameCode, key.GamePlayId);

    private bool Take(PlayShare play, ProgressOffer offer, bool isApart)
    {
        if (!Adds(play, offer, isApart))
            return false;
        if (!_rule.IsWithin(offer.At, play.Start))
            return play.Wait(offer, Covers);
        Count(play, offer, isApart);
        return true;
    }

    // What waited counts when the start turns out to be late enough; the rest waits on, unless it adds nothing any more.
    private void Drain(PlayShare play, bool isApart)
    {
        foreach (ProgressOffer offer in play.Waiting.Where(offer => _rule.IsWithin(offer.At, play.Start)).OrderBy(offer => offer.At).ToList())
            if (Adds(play, offer, isApart))
                Count(play, offer, isApart);
        play.Waiting.RemoveAll(offer => _rule.IsWithin(offer.At, play.Start) || !Adds(play, offer, isApart));
    }

    // Whether it would change anything if it counted, now or when other plays do not count any more. What is said here holds for ever: progress only grows.
    private bool Adds(PlayShare play, ProgressOffer offer, bool isApart) => _rule.Kind switch
    {
        TargetGoalKind.ScoreAtLeast => !((isApart ? play.Best : _state.Base.Score) >= offer.Amount),
        TargetGoalKind.ScoreAtMost => !((isApart ? play.Best : _state.Base.Score) <= offer.Amount),
        TargetGoalKind.LevelsCompleted => !play.Levels.Contains(offer.EventId),
        TargetGoalKind.DayStreak => _rule.DayAt(offer.At) is var day && !(isApart ? play.Days.Contains(day) : _state.Base.Holds(day)),
        _ => offer.Amount > (play.Best ?? 0),
    };

    private void Count(PlayShare play, ProgressOffer offer, bool isApart)
    {
        ProgressGain gain = _rule.Kind switch
        {
            TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost => new ProgressGain(Score: offer.Amount),
            TargetGoalKind.LevelsCompleted => new ProgressGain(Amount: 1),
            TargetGoalKind.DayStreak => new ProgressGain(Day: _rule.DayAt(offer.At)),
            _ => new ProgressGain(Amount: (long)(offer.Amount - (play.Best ?? 0))),
        };
        IsSaturated |= _state.All.Add(gain);
        if (!(isApart && play.IsExcluded))
            _state.Clean.Add(gain);
        if (isApart)
            play.Keep(offer, gain, _rule.Kind);
        else
            _state.Base.Add(gain);
    }

    // Whether the first, which is not the later one, makes the second needless.
    private bool Covers(ProgressOffer first, ProgressOffer second) => _rule.Kind switch
    {
        TargetGoalKind.ScoreAtMost => first.Amount <= second.Amount,
        TargetGoalKind.LevelsCompleted => first.EventId == second.EventId,
        TargetGoalKind.DayStreak => _rule.DayAt(first.At) == _rule.DayAt(second.At),
        _ => first.Amount >= second.Amount,
    };
}
