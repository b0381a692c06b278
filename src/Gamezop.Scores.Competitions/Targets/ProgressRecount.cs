namespace Gamezop.Scores.Competitions;

/// <summary>Makes a progress anew from what each of its plays has added, by the verdicts of now. What all plays come to stays as it is.</summary>
internal sealed class ProgressRecount
{
    private readonly StoredProgress _stored;
    private readonly TargetRule? _rule;
    private readonly ProgressState _state;
    private readonly List<ProgressPart> _changed = [];
    private readonly DateTimeOffset _firstAt;

    /// <param name="stored">The progress with all its plays.</param>
    /// <param name="rule">The target; null when there is no such one any more.</param>
    /// <param name="quarantined">The plays that do not count.</param>
    public ProgressRecount(StoredProgress stored, TargetRule? rule, QuarantinedPlays quarantined)
    {
        _stored = stored;
        _rule = rule;
        TargetGoalKind kind = ProgressCodec.KindOf(stored.Data.Span);
        _state = ProgressCodec.ReadState(stored.Data.Span, kind);
        _state.Clean = new Tally(kind);
        _firstAt = stored.FirstAt == StoredProgress.Unknown
            ? PlayTime.FirstOf(stored.Parts.Select(part => ProgressCodec.ReadPlay(part.Data.Span, kind))) : stored.FirstAt;
        foreach (ProgressPart part in stored.Parts)
        {
            PlayShare play = ProgressCodec.ReadPlay(part.Data.Span, kind);
            bool isExcluded = quarantined.Contains(new PlayId(stored.Key.UserId, part.Play.GameCode, part.Play.GamePlayId));
            if (play.IsExcluded != isExcluded)
            {
                play.IsExcluded = isExcluded;
                _changed.Add(part with { Data = ProgressCodec.Write(play, kind) });
            }

            foreach (ProgressGain gain in isExcluded ? [] : play.Gains(kind))
                _state.Clean.Add(gain);
        }

        // A goal of another kind, under the same id, says nothing of what was measured here.
        IsSuspect = _state.IsSettled && !_state.Stands(rule?.Kind == kind ? rule.Definition.Goal.Value : null);
    }

    public ProgressKey Key => _stored.Key;

    public bool HasChanged => _changed.Count > 0 || JudgesReward;

    /// <summary>Whether something is to be done about the reward.</summary>
    public bool JudgesReward => _state.IsSuspect != IsSuspect;

    /// <summary>Whether the plays that are not in quarantine do not reach the goal for which there is a reward.</summary>
    public bool IsSuspect { get; }

    /// <summary>What is to be kept.</summary>
    public ProgressWrite Finish(StoredReward? reward)
    {
        _state.IsSuspect = IsSuspect;
        return new ProgressWrite(_stored.Key, _stored.Version, _stored.FirstAt, ProgressCodec.Write(_state), _changed, reward)
        {
            // While a reward waits for a verdict its progress must be there.
            EndsAt = IsSuspect ? null : _rule?.EndOf(Key.Period, _firstAt),
        };
    }
}
