using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>What a store keeps of an occurrence as one text.</summary>
internal sealed record OccurrenceDocument
{
    /// <summary>The definition under which it takes place.</summary>
    public required TournamentSettings Definition { get; init; }

    /// <summary>The order that Gamezop's metadata gave, where it is taken from there; null until it is known.</summary>
    public LeaderboardOrder? Order { get; init; }

    /// <summary>When it was to start at first: what its id says.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public OccurrenceStage Stage { get; init; }

    /// <summary>Goes up when it is judged anew: each revision has its own ranking in the store.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether an operator keeps it from being settled.</summary>
    public bool IsHeld { get; init; }

    /// <summary>
    /// Whether the log has to be read for it: it was added after its start, or so shortly before that an event of a clock that is ahead may
    /// have come already; or it was given other times by a log that is not whole.
    /// </summary>
    public bool NeedsLog { get; init; }

    /// <summary>From when on the log should have the events; null for its start.</summary>
    public DateTimeOffset? LogNeededFrom { get; init; }

    /// <summary>
    /// Whether entries may lack scores from before its end, or have some that were made later: it was given another end, and they have not been
    /// computed anew yet.
    /// </summary>
    public bool NeedsRecount { get; init; }

    /// <summary>Whether plays may have scores that were made at its end or later: it was given an earlier one.</summary>
    public bool WasLonger { get; init; }

    /// <summary>When an operator called it off; null while nobody has.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>When its settlement began: what its prizes are dated.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Who was banned or disqualified when its settlement began; those have no place in the final standings.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>What operators have removed of players' scores.</summary>
    public IReadOnlyList<ScoreRemoval> Removals { get; init; } = [];

    /// <summary>How many have a place in the final standings.</summary>
    public int Players { get; init; }

    /// <summary>How many prizes were granted.</summary>
    public int Prizes { get; init; }

    /// <summary>Whether the publisher's handlers know that it has started.</summary>
    public bool StartTold { get; init; }

    /// <summary>Whether the publisher's handlers know that it is over, or was cancelled.</summary>
    public bool EndTold { get; init; }

    public static OccurrenceDocument Read(string text) =>
        JsonSerializer.Deserialize(text, TournamentsJson.Default.OccurrenceDocument) ?? throw new JsonException("There is no definition.");

    public string Write() => JsonSerializer.Serialize(this, TournamentsJson.Default.OccurrenceDocument);
}
