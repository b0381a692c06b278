using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>All tournaments: from the store, from code and configuration, and those added at run time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed partial class TournamentCatalog(
    BoardCatalog boards, OccurrenceParts parts, OrderResolver orders, IScoreLedger ledger, ILogger<TournamentCatalog> logger) : ICompetition
{
    private const int AtOnce = 200;

    // As a rule a log is read in a moment: then nobody sees standings without it.
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Tournament> _tournaments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Occurrence> _occurrences = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Lock _followingBans = new();
    private readonly Lock _indexing = new();
    private long _bansVersion = -1;
    private volatile OccurrenceIndex _index = new([]);
    private long _nothingMissingBefore;

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Whether anything is set up that could ask Gamezop for an order.</summary>
    public bool CanAskGamezop => orders.CanAsk;

    /// <summary>Ends when every tournament is in memory.</summary>
    public Task Ready => _ready.Task;

    public IEnumerable<Tournament> Tournaments => _tournaments.Values;

    public IEnumerable<Occurrence> Occurrences => _occurrences.Values;

    /// <summary>All occurrences, those that start last first.</summary>
    public IReadOnlyList<Occurrence> LatestFirst => _index.LatestFirst;

    /// <summary>Occurrences of which something is still to be done; some may be done with by now.</summary>
    public IReadOnlyList<Occurrence> Underway => _index.Underway;

    /// <summary>Why tournaments that are kept do not go on, or are not there at all: what is kept of them cannot be read.</summary>
    public IEnumerable<string> Refused =>
        [.. _refused.Values.Concat(_tournaments.Values.Where(tournament => !tournament.Document.IsRetired).Select(tournament => tournament.Problem)
            .OfType<string>()).Order(StringComparer.Ordinal)];

    public Tournament? FindTournament(string id) => _tournaments.GetValueOrDefault(id);

    public Occurrence? FindOccurrence(string id) => _occurrences.GetValueOrDefault(id);

    /// <summary>Reads the tournaments into memory. After a failure it may be called again.</summary>
    public async ValueTask LoadAsync(IReadOnlyList<TournamentDefinition> configured, CancellationToken cancellationToken)
    {
        // The boards open the store of places, and know who is banned.
        await boards.Ready.WaitAsync(cancellationToken);
        TournamentStoreState state = await parts.Tournaments.StartAsync(cancellationToken);
        await parts.Rewards.StartAsync(cancellationToken);
        _tournaments.Clear();
        _occurrences.Clear();
        _refused.Clear();
        foreach (StoredTournament stored in state.Tournaments)
            await LoadAsync(stored, configured.FirstOrDefault(definition => definition.Id == stored.Id), cancellationToken);
        await LoadOccurrencesAsync(state, cancellationToken);
        await RemoveOrphansAsync(cancellationToken);
        DateTimeOffset now = parts.Time.GetUtcNow();
        foreach (TournamentDefinition definition in configured)
            if (FindTournament(definition.Id) is { } known)
                await TakeOverAsync(known, definition, cancellationToken);
            else if (new TournamentSchedule(definition).First(now) is null)
                Log.TournamentBygone(logger, definition.Id);
            else
                await CreateAsync(definition, atRunTime: false, cancellationToken);
        await RollAsync(now, cancellationToken);
        Reindex();
        foreach (string problem in Refused)
            Log.TournamentRefused(logger, problem);
        await Task.WhenAny(TryCountLogsAsync(cancellationToken), Task.Delay(LogPatience, TimeProvider.System, cancellationToken));
        Log.TournamentsReady(logger, _tournaments.Count);
        _ready.TrySetResult();
    }

    /// <summary>Hands events to every occurrence that they concern.</summary>
    /// <exception cref="LeaderboardOrderUnknownException">An occurrence cannot rank one of the events yet; the others have it.</exception>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        await RollForAsync(events, cancellationToken);
        var concerned = new Dictionary<Occurrence, List<ScoreContext>>();
        var found = new List<Occurrence>();
        foreach (ScoreContext context in events)
        {
            found.Clear();
            _index.Find(context.Event, found);
            foreach (Occurrence occurrence in found)
            {
                if (!concerned.TryGetValue(occurrence, out List<ScoreContext>? its))
                    concerned[occurrence] = its = [];
                its.Add(context);
            }
        }

        if (concerned.Count > 0)
            await Task.WhenAll(concerned.Select(pair => pair.Key.ApplyAsync(pair.Value, cancellationToken).AsTask()));
    }

    public async ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken) =>
        await Task.WhenAll(_occurrences.Values.Select(occurrence => occurrence.RecountAsync(plays, cancellationToken).AsTask()));

    /// <summary>
    /// Makes the occurrences that start up to an instant, and always the next one of each tournament; those missed while the process was
    /// down as well.
    /// </summary>
    public async ValueTask RollAsync(DateTimeOffset through, CancellationToken cancellationToken)
    {
        foreach (Tournament tournament in _tournaments.Values)
            if (tournament.IsDue(through) && tournament.NothingMissingBefore != DateTimeOffset.MaxValue)
                await ChangingAsync(() => IsThere(tournament) ? RollAsync(tournament, through, cancellationToken) : default, cancellationToken);
    }

    /// <summary>Counts what the log has of occurrences that were added after their start.</summary>
    public async ValueTask CountLogsAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (Occurrence occurrence in Underway.Where(occurrence => occurrence.NeedsLog))
            try
            {
                await occurrence.CountLogAsync(ledger, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The others need not wait for it.
                failure ??= exception;
            }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Asks once more for the orders that were not known.</summary>
    public async ValueTask AskAgainAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_tournaments.Values.Where(tournament => tournament.LacksOrder).Select(tournament => AskAgainAsync(tournament, cancellationToken)));
    }

    /// <summary>Does what bans, and ends of bans, mean for standings; it costs next to nothing when there were none.</summary>
    public void FollowBans()
    {
        long version = parts.Banned.Version;
        if (version == Interlocked.Read(ref _bansVersion))
            return;
        lock (_followingBans)
        {
            foreach (Occurrence occurrence in _occurrences.Values)
                occurrence.FollowBans();
            Interlocked.Exchange(ref _bansVersion, version);
        }
    }

    /// <summary>Removes some of the rows that nobody reads any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => parts.Tournaments.CleanAsync(max, cancellationToken);

    /// <summary>Which events concern which occurrence has changed.</summary>
    public void Reindex()
    {
        lock (_indexing)
        {
            // In this order: who sees that nothing is missing finds everything.
            _index = new OccurrenceIndex(_occurrences.Values);
            Interlocked.Exchange(ref _nothingMissingBefore, _tournaments.Values.Select(tournament => tournament.NothingMissingBefore.UtcTicks)
                .DefaultIfEmpty(long.MaxValue).Min());
        }
    }

    /// <summary>Forgets what was under way and is not any more.</summary>
    public void LetGo()
    {
        if (Underway.Any(occurrence => !occurrence.IsUnderway))
            Reindex();
    }

    private async ValueTask LoadAsync(StoredTournament stored, TournamentDefinition? configured, CancellationToken cancellationToken)
    {
        Tournament tournament;
        try
        {
            tournament = new Tournament(TournamentDocument.Read(stored.Document));
        }
        catch (Exception exception) when (StoredDefinition.IsUnreadable(exception))
        {
            if (configured is null)
            {
                // One that cannot be read is named, and all the others are there.
                _refused[stored.Id] = $"Tournament '{stored.Id}': {exception.Message}";
                return;
            }

            // Code or configuration says what it is, from now on.
            var now = parts.Time.GetUtcNow();
            var settings = TournamentSettingsMap.ToSettings(configured.Copy());
            tournament = new Tournament(new TournamentDocument { Definition = settings, CreatedAt = now, ScheduledThrough = now });
        }

        _tournaments[stored.Id] = tournament;
        var document = tournament.Document with
        {
            IsRetired = tournament.Document.IsRetired || (configured is null && !tournament.Document.AddedAtRunTime),
            FollowedSince = tournament.Problem is null ? tournament.Document.FollowedSince ?? parts.Time.GetUtcNow() : null,
        };
        if (document != tournament.Document)
            await SaveAsync(tournament, document, cancellationToken);
    }

    private async ValueTask LoadOccurrencesAsync(TournamentStoreState state, CancellationToken cancellationToken)
    {
        ILookup<string, StoredTournamentPlayer> marked = state.Marked.ToLookup(player => player.OccurrenceId, StringComparer.Ordinal);
        foreach (StoredOccurrence stored in state.Occurrences)
        {
            Occurrence occurrence;
            try
            {
                occurrence = new Occurrence(stored.Id, stored.TournamentId, OccurrenceDocument.Read(stored.Document), parts);
            }
            catch (Exception exception) when (StoredDefinition.IsUnreadable(exception))
            {
                _refused[stored.Id] = $"Tournament '{stored.Id}': {exception.Message}";
                continue;
            }

            await occurrence.LoadAsync(state.Joined.GetValueOrDefault(stored.Id), marked[stored.Id], cancellationToken);
            if (occurrence.Document.Stage == OccurrenceStage.Finished)
                await occurrence.WithdrawFromDisqualifiedAsync(cancellationToken);
            _occurrences[stored.Id] = occurrence;
        }

        foreach (IGrouping<string, Occurrence> occurrences in _occurrences.Values.GroupBy(occurrence => occurrence.TournamentId))
            if (FindTournament(occurrences.Key) is { } tournament)
            {
                tournament.Occurrences = [.. occurrences];
                // Learnt before a kill, and not kept with all of them.
                if (tournament.Document.Order is { } order)
                    foreach (Occurrence occurrence in tournament.Occurrences)
                        await occurrence.SetOrderAsync(order, cancellationToken);
            }
    }

    // Left behind by a kill: a removed occurrence goes before its ranking does, and a change of times has two of them, of which the other one counts.
    private async ValueTask RemoveOrphansAsync(CancellationToken cancellationToken)
    {
        // Of what cannot be read nothing is removed.
        foreach (string orphan in boards.OtherRankings.Except(_occurrences.Values.Select(occurrence => occurrence.RankingName))
            .Where(name => !_refused.ContainsKey(OccurrenceRanking.IdOf(name))))
            await parts.Rankings.RemoveBoardAsync(orphan, cancellationToken);
    }

    // Before events are handed out: whatever the clock did and whatever else is waited for, what they belong to must be there.
    private async ValueTask RollForAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        DateTimeOffset latest = events.Count == 0 ? DateTimeOffset.MinValue : events.Max(context => context.Event.Timestamp);
        if (latest.UtcTicks < Interlocked.Read(ref _nothingMissingBefore))
            return;
        // One that an operator has released may be dated in any year.
        DateTimeOffset limit = parts.Time.GetUtcNow() + CompetitionsHandler.FutureLimit;
        DateTimeOffset through = latest < limit ? latest : limit;
        // Also where there is nothing to do: somebody else may be about to add what is missing.
        await ChangingAsync(
            async () =>
            {
                foreach (Tournament tournament in _tournaments.Values.Where(tournament => tournament.NothingMissingBefore <= through))
                    await RollAsync(tournament, through, cancellationToken);
            },
            cancellationToken);
    }

    private async ValueTask RollAsync(Tournament tournament, DateTimeOffset through, CancellationToken cancellationToken)
    {
        while (tournament.IsDue(through) && tournament.MissingStarts(parts.Time.GetUtcNow(), through, AtOnce) is { Count: > 0 } starts)
            await AddOccurrencesAsync(tournament, starts, cancellationToken);
    }

    /// <summary>Tries to count them now: as a rule a log is read in a moment. What fails is done later.</summary>
    public async Task TryCountLogsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CountLogsAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // It is tried again every second, and nothing is settled before.
            Log.TournamentsFailed(logger, exception);
        }
    }

    private async ValueTask AddOccurrencesAsync(Tournament tournament, IReadOnlyList<DateTimeOffset> starts, CancellationToken cancellationToken)
    {
        Occurrence[] added =
        [
            .. starts.Select(start => new Occurrence(
                tournament.Schedule.IdOf(start), tournament.Id, tournament.Occurrence(start) with { NeedsLog = MayHaveMissed(tournament, start) }, parts)),
        ];
        // One of the same id may have been removed, and a fault have kept its ranking.
        foreach (Occurrence occurrence in added)
            await parts.Rankings.RemoveBoardAsync(occurrence.RankingName, cancellationToken);
        TournamentDocument document = tournament.Document with { ScheduledThrough = starts[^1] };
        await parts.Tournaments.SaveAsync(
            new TournamentWrite
            {
                Tournament = new StoredTournament(tournament.Id, document.Write()),
                Occurrences = [.. added.Select(occurrence => occurrence.Stored(occurrence.Document))],
            },
            cancellationToken);
        tournament.Change(document);
        foreach (Occurrence occurrence in added)
        {
            await occurrence.LoadAsync(0, [], cancellationToken);
            _occurrences[occurrence.Id] = occurrence;
        }

        tournament.Occurrences = [.. tournament.Occurrences, .. added];
        Reindex();
    }

    // Whether events had come before there could be an occurrence; of clocks that are ahead they come a little before the start. Without a
    // log there is nothing to be read.
    private bool MayHaveMissed(Tournament tournament, DateTimeOffset start) =>
        ledger.KeepsEvents && !(tournament.Document.FollowedSince <= start - CompetitionsHandler.FutureLimit);

    private async Task AskAgainAsync(Tournament tournament, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(tournament.Definition, refuse: false, cancellationToken) is { } order)
            await ChangingAsync(() => IsThere(tournament) && tournament.LacksOrder ? SetOrderAsync(tournament, order, cancellationToken)
                : default, cancellationToken);
    }

    // It may have been removed while somebody waited for the turn, and must not be written back.
    private bool IsThere(Tournament tournament) => FindTournament(tournament.Id) == tournament;

    private async ValueTask ChangingAsync(Func<ValueTask> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }
}
