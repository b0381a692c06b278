namespace Gamezop.Scores.Competitions;

/// <summary>Folds events into one progress.</summary>
internal sealed class ProgressFold
{
    private const long MostInSum = 1L << 53;

    private readonly TargetRule _rule;
    private readonly StoredProgress _stored;
    private readonly ProgressState _state;
    private readonly Dictionary<PlayKey, PlayShare> _plays;
    private readonly HashSet<PlayKey> _changed = [];
    private DateTimeOffset _firstAt;
    private bool _hasChanged;

    public ProgressFold(TargetRule rule, StoredProgress stored)
    {
        _rule = rule;
        _stored = stored;
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

    public bool HasChanged => _hasChanged || ReachedBy is not null;

    public void Add(ScoreContext context)
    {
        ScoreEvent scoreEvent = context.Event;
        PlayKey key = _rule.PlayOf(scoreEvent);
        PlayShare play = _plays.GetValueOrDefault(key) ?? new PlayShare();
        bool changed = false;
        if (_rule.TellsStart(scoreEvent) && play.Learn(StartOf(scoreEvent)))
        {
            Drain(play);
            changed = true;
        }

        if (_rule.Counts(scoreEvent.State) && _rule.CanHold(scoreEvent))
            changed |= Take(play, _rule.OfferOf(context));
        if (scoreEvent.Timestamp < _firstAt)
        {
            _firstAt = scoreEvent.Timestamp.ToUniversalTime();
            // Only where it tells which play is the last one.
            _hasChanged |= _rule.IsEveryPlay;
        }

        if (changed && _rule.NeedsPlays)
        {
            _plays[key] = play;
            _changed.Add(key);
        }

        _hasChanged |= changed;
        if (!_state.IsSettled && ReachedBy is null && _state.Reaches(_rule.Definition.Goal))
            ReachedBy = context;
    }

    /// <summary>What is to be kept.</summary>
    /// <param name="reward">The reward that comes with it; null where there is none, or none left.</param>
    public ProgressWrite Finish(StoredReward? reward)
    {
        _state.IsSettled |= ReachedBy is not null;
        return new ProgressWrite(
            Key, _stored.Version, _firstAt, ProgressCodec.Write(_state), [.. _changed.Select(key => new ProgressPart(key, ProgressCodec.Write(_plays[key], _rule.Kind)))], reward)
        {
            EndsAt = _rule.EndOf(_firstAt),
        };
    }

    private static long StartOf(ScoreEvent scoreEvent) => Math.Max(0, scoreEvent.Timestamp.UtcTicks - scoreEvent.Duration!.Value.Ticks);

    private bool Take(PlayShare play, ProgressOffer offer)
    {
        if (!Adds(play, offer))
            return false;
        return _rule.IsWithin(offer.At, play.Start) ? Count(play, offer) : play.Wait(offer, Covers);
    }

    // What waited counts when the start turns out to be late enough; the rest waits on, unless it adds nothing any more.
    private void Drain(PlayShare play)
    {
        foreach (ProgressOffer offer in play.Waiting.Where(offer => _rule.IsWithin(offer.At, play.Start)).OrderBy(offer => offer.At).ToList())
            if (Adds(play, offer))
                Count(play, offer);
        play.Waiting.RemoveAll(offer => _rule.IsWithin(offer.At, play.Start) || !Adds(play, offer));
    }

    // Whether it would change anything if it counted. What is said here holds for ever: progress only grows.
    private bool Adds(PlayShare play, ProgressOffer offer) => _rule.Kind switch
    {
        TargetGoalKind.ScoreAtLeast => !(_state.Score >= offer.Amount),
        TargetGoalKind.ScoreAtMost => !(_state.Score <= offer.Amount),
        TargetGoalKind.LevelsCompleted => !play.Levels.Contains(offer.EventId),
        TargetGoalKind.DayStreak => true,
        _ => offer.Amount > play.Best,
    };

    private bool Count(PlayShare play, ProgressOffer offer)
    {
        switch (_rule.Kind)
        {
            case TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost:
                _state.Score = offer.Amount;
                return true;
            case TargetGoalKind.LevelsCompleted:
                play.Levels.Add(offer.EventId);
                _state.Sum++;
                return true;
            case TargetGoalKind.DayStreak:
                return _state.AddDay(_rule.DaysAt(offer.At));
            default:
                IsSaturated |= _state.Sum + (long)(offer.Amount - play.Best) > MostInSum;
                _state.Sum = Math.Min(MostInSum, _state.Sum + (long)(offer.Amount - play.Best));
                play.Best = offer.Amount;
                return true;
        }
    }

    // Whether the first, which is not the later one, makes the second needless.
    private bool Covers(ProgressOffer first, ProgressOffer second) => _rule.Kind switch
    {
        TargetGoalKind.ScoreAtMost => first.Amount <= second.Amount,
        TargetGoalKind.LevelsCompleted => first.EventId == second.EventId,
        TargetGoalKind.DayStreak => _rule.DaysAt(first.At).Day == _rule.DaysAt(second.At).Day,
        _ => first.Amount >= second.Amount,
    };
}
