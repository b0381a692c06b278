using System.Globalization;

namespace Gamezop.Scores.Testing;

/// <summary>The calls of many random players, with the faults of a real network and of a hostile one; says of each what answer is right.</summary>
/// <remarks>Made once, in the constructor; the same seed and options give the same calls. Nothing is sent: that is <see cref="ScoreWebhookClient"/>.</remarks>
public sealed class ScoreTraffic
{
    private const int MaxRepeats = 3;

    private readonly ScoreTrafficOptions _options;
    private readonly SeededRandom _random;
    private readonly List<ScoreCall> _calls = [];
    private readonly List<ScoreEvent> _sent = [];
    private readonly List<ScoreEvent> _lost = [];

    /// <summary>Plays all sessions.</summary>
    /// <param name="options">How much and what goes wrong.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ScoreTraffic(ScoreTrafficOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ScoreTrafficRules.Check(options);
        _options = options;
        _random = new SeededRandom((ulong)options.Seed);
        foreach (IReadOnlyList<ScoreEvent> session in new RandomSessions(options, _random).Create())
            AddSession(session);
        _calls = [.. _calls.OrderBy(call => call.DueAfter)];
    }

    /// <summary>Every call in the order in which it is due.</summary>
    public IReadOnlyList<ScoreCall> Calls => _calls;

    /// <summary>Every event that is sent validly at least once: what counts, once each, if all is answered 200.</summary>
    public IReadOnlyList<ScoreEvent> Events => _sent;

    /// <summary>Events that are never sent.</summary>
    public IReadOnlyList<ScoreEvent> Lost => _lost;

    private void AddSession(IReadOnlyList<ScoreEvent> session)
    {
        List<TimeSpan> due = [.. session.Select(scoreEvent => scoreEvent.Timestamp - _options.StartsAt)];
        for (int index = 0; index < due.Count; index++)
        {
            if (index + 1 < due.Count && _random.Happens(_options.Reordered))
                (due[index], due[index + 1]) = (due[index + 1], due[index]);
        }

        for (int index = 0; index < due.Count; index++)
            AddEvent(session[index], _random.Happens(_options.Delayed) ? due[index] + Delay() : due[index]);
    }

    private void AddEvent(ScoreEvent scoreEvent, TimeSpan due)
    {
        byte[] body = scoreEvent.ToUtf8Json();
        if (_random.Happens(_options.Lost))
        {
            _lost.Add(scoreEvent);
        }
        else
        {
            _sent.Add(scoreEvent);
            _calls.Add(new ScoreCall(ScoreCallKind.Valid, due, scoreEvent, body));
            if (_random.Happens(_options.Duplicated))
            {
                for (int repeats = _random.Between(1, MaxRepeats); repeats > 0; repeats--)
                    _calls.Add(new ScoreCall(ScoreCallKind.Repeated, due + Delay(), scoreEvent, body));
            }
        }

        AddHostile(scoreEvent, body, due);
    }

    private void AddHostile(ScoreEvent scoreEvent, byte[] body, TimeSpan due)
    {
        // A better score: an event of its own, so that its effect can't hide behind that of the right one.
        ScoreEvent better = scoreEvent with { Score = scoreEvent.Score + 1_000_000, State = GameState.Over };
        if (_random.Happens(_options.Malformed))
            _calls.Add(new ScoreCall(ScoreCallKind.Malformed, due, scoreEvent, MalformedBodies.Create(body, _random)));
        if (_random.Happens(_options.WrongKey))
            _calls.Add(new ScoreCall(ScoreCallKind.WrongKey, due, better, better.ToUtf8Json()) { WrongKey = $"wrong-{_random.Between(1, 1_000_000)}" });
        if (_random.Happens(_options.Forged))
        {
            ScoreEvent forged = better with { SubId = Forge(scoreEvent.SubId) };
            _calls.Add(new ScoreCall(ScoreCallKind.Forged, due, forged, forged.ToUtf8Json()));
        }
    }

    /// <summary>A plain id, or a protected one in which a character is another.</summary>
    private string Forge(string sub)
    {
        if (_random.Happens(0.5))
            return string.Create(CultureInfo.InvariantCulture, $"player-{_random.Between(1, 1_000)}");
        var at = _random.Between(0, sub.Length - 1);
        return string.Concat(sub.AsSpan(0, at), sub[at] == 'A' ? "B" : "A", sub.AsSpan(at + 1));
    }

    private TimeSpan Delay() => _random.UpTo(_options.MaxDelay);
}
