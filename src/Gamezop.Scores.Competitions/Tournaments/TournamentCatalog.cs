using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>All tournaments: from the store, from code and configuration, and those added at run time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed partial class TournamentCatalog(BoardCatalog boards, OccurrenceParts parts, OrderResolver orders, ILogger<TournamentCatalog> logger) : ICompetition
{
    private const int AtOnce = 200;

    private readonly ConcurrentDictionary<string, Tournament> _tournaments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Occurrence> _occurrences = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Lock _followingBans = new();
    private HashSet<string> _bansFollowed = new(StringComparer.Ordinal);
    private long _bansVersion = -1;
    private volatile OccurrenceIndex _index = new([]);

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Whether anything is set up that could ask Gamezop for an order.</summary>
    public bool CanAskGamezop => orders.CanAsk;

    /// <summary>Ends when every tournament is in memory.</summary>
    public Task Ready => _ready.Task;

    public IEnumerable<Tournament> Tournaments => _tournaments.Values;

    public IEnumerable<Occurrence> Occurrences => _occurrences.Values;

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
        foreach (StoredTournament stored in state.Tournaments)
        {
            TournamentDocument document = TournamentDocument.Read(stored.Document);
            _tournaments[stored.Id] = new Tournament(document, isRetired: !document.AddedAtRunTime && configured.All(definition => definition.Id != stored.Id));
        }

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
        Log.TournamentsReady(logger, _tournaments.Count);
        _ready.TrySetResult();
    }

    /// <summary>Hands events to every occurrence that they concern.</summary>
    /// <exception cref="LeaderboardOrderUnknownException">An occurrence cannot rank one of the events yet; the others have it.</exception>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
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

    /// <summary>Makes the occurrences that are due, and always the next one of each tournament; those missed while the process was down as well.</summary>
    public async ValueTask RollAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (Tournament tournament in _tournaments.Values)
            if (!tournament.IsRetired && tournament.Schedule.IsRecurring && !(tournament.Document.LastStart > now))
                await ChangingAsync(() => RollAsync(tournament, now, cancellationToken), cancellationToken);
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
            HashSet<string> banned = new(parts.Banned.Users, StringComparer.Ordinal);
            string[] unbanned = [.. _bansFollowed.Where(userId => !banned.Contains(userId))];
            foreach (Occurrence occurrence in _occurrences.Values)
                occurrence.FollowBans(banned, unbanned);
            _bansFollowed = banned;
            Interlocked.Exchange(ref _bansVersion, version);
        }
    }

    /// <summary>Removes some of the rows that nobody reads any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => parts.Tournaments.CleanAsync(max, cancellationToken);

    /// <summary>Which events concern which occurrence has changed.</summary>
    public void Reindex() => _index = new OccurrenceIndex(_occurrences.Values);

    private async ValueTask LoadOccurrencesAsync(TournamentStoreState state, CancellationToken cancellationToken)
    {
        ILookup<string, StoredTournamentPlayer> marked = state.Marked.ToLookup(player => player.OccurrenceId, StringComparer.Ordinal);
        foreach (StoredOccurrence stored in state.Occurrences)
        {
            var occurrence = new Occurrence(stored.Id, stored.TournamentId, OccurrenceDocument.Read(stored.Document), parts);
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
        foreach (string orphan in boards.OtherRankings.Except(_occurrences.Values.Select(occurrence => occurrence.RankingName)))
            await parts.Rankings.RemoveBoardAsync(orphan, cancellationToken);
    }

    private async ValueTask RollAsync(Tournament tournament, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var starts = new List<DateTimeOffset>();
            DateTimeOffset? last = tournament.Document.LastStart;
            while (starts.Count < AtOnce && !(last > now))
            {
                DateTimeOffset? next = last is { } known ? tournament.Schedule.Next(known) : tournament.Schedule.First(now);
                if (next is not { } start)
                    break;
                starts.Add(start);
                last = start;
            }

            if (starts.Count == 0)
                return;
            await AddOccurrencesAsync(tournament, starts, cancellationToken);
        }
    }

    private async ValueTask AddOccurrencesAsync(Tournament tournament, IReadOnlyList<DateTimeOffset> starts, CancellationToken cancellationToken)
    {
        Occurrence[] added =
        [
            .. starts.Select(start => (Id: tournament.Schedule.IdOf(start), Start: start)).Where(next => FindOccurrence(next.Id) is null)
                .Select(next => new Occurrence(next.Id, tournament.Id, tournament.Occurrence(next.Start), parts)),
        ];
        // One of the same id may have been removed, and a fault have kept its ranking.
        foreach (Occurrence occurrence in added)
            await parts.Rankings.RemoveBoardAsync(occurrence.RankingName, cancellationToken);
        TournamentDocument document = tournament.Document with { LastStart = starts[^1] };
        await parts.Tournaments.SaveAsync(
            new TournamentWrite { Tournament = new StoredTournament(tournament.Id, document.Write()), Occurrences = [.. added.Select(occurrence => occurrence.Stored(occurrence.Document))] },
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

    private async Task AskAgainAsync(Tournament tournament, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(tournament.Definition, refuse: false, cancellationToken) is { } order)
            await ChangingAsync(() => SetOrderAsync(tournament, order, cancellationToken), cancellationToken);
    }

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
