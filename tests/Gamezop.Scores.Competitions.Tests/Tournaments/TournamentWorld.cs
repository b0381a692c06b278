using System.Runtime.CompilerServices;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>The product's tournaments over stores, without a host: time, batches, settlement and restarts are the test's.</summary>
internal sealed class TournamentWorld : IScoreBacklog, IQuarantineGate, IScoreLedger
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();
    private readonly Func<TournamentStores> _open;
    private TournamentDefinition[] _definitions;
    private BoardCatalog _boards = null!;
    private TournamentCatalog _catalog = null!;
    private CompetitionsHandler _handler = null!;
    private TournamentSettler _settler = null!;
    private WindowCloser _closer = null!;
    private JudgedPlaySource _judged = null!;

    private TournamentWorld(Func<TournamentStores> open, TournamentDefinition[] definitions) => (_open, _definitions) = (open, definitions);

    public FakeTimeProvider Time { get; private init; } = new(Events.Noon);

    public TournamentStores Stores { get; private set; } = null!;

    public ITournaments Tournaments { get; private set; } = null!;

    /// <summary>The boards beside the tournaments, from the next restart on.</summary>
    public IReadOnlyList<LeaderboardDefinition> BoardDefinitions { get; set; } = [];

    /// <summary>By what plays are judged, from the next restart on; null for the rule alone that is always on.</summary>
    public Jury? Jury { get; set; }

    public ILeaderboards Boards { get; private set; } = null!;

    public IRebuild Rebuild { get; private set; } = null!;

    public IPlayers Users { get; private set; } = null!;

    public PlayJudge Judge { get; private set; } = null!;

    public RewardBook Book { get; private set; } = null!;

    /// <summary>Every event that was handled: the ledger.</summary>
    public List<ScoreContext> Kept { get; } = [];

    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Up to when events were removed before their time.</summary>
    public DateTimeOffset PrunedUntil { get; set; }

    /// <summary>Whether the ledger cannot be read.</summary>
    public bool LogFails { get; set; }

    public DateTimeOffset? OldestWaiting { get; set; }

    public ITournamentGate? Gate { get; set; }

    /// <summary>The tournaments' log, from the next restart on.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    public IGamezopLeaderboardOrders? Orders { get; set; }

    /// <summary>What the publisher's handlers were told, as <c>key</c>.</summary>
    public List<string> Told { get; } = [];

    public List<TournamentEnded> Ended { get; } = [];

    public Func<string, Exception?> Hook { get; set; } = _ => null;

    /// <summary>What a handler does with a key before it returns.</summary>
    public Func<string, Task> SlowHook { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs while the ledger is read, after each batch.</summary>
    public Func<Task> WhileReading { get; set; } = () => Task.CompletedTask;

    public static Task<TournamentWorld> StartAsync(params TournamentDefinition[] definitions) =>
        StartAsync(TournamentStores.InMemory(), Events.Noon, definitions);

    public static Task<TournamentWorld> StartAsync(TournamentStores stores, DateTimeOffset now, params TournamentDefinition[] definitions) =>
        StartAsync(() => stores, now, definitions);

    public static async Task<TournamentWorld> StartAsync(Func<TournamentStores> open, DateTimeOffset now, params TournamentDefinition[] definitions)
    {
        var world = new TournamentWorld(open, definitions) { Time = new FakeTimeProvider(now) };
        await world.RestartAsync();
        return world;
    }

    /// <summary>A new process over the same stores.</summary>
    public async Task RestartAsync(params TournamentDefinition[] definitions)
    {
        if (definitions.Length > 0)
            _definitions = definitions;
        Build();
        await Judge.LoadAsync(default);
        await _boards.LoadAsync(BoardDefinitions, default);
        await _catalog.LoadAsync([.. _definitions.Select(definition => definition.Copy())], default);
        await Judge.TellAsync(default);
    }

    public async Task HandleAsync(params IEnumerable<Event> events)
    {
        ScoreContext[] batch =
            [.. events.Select(e => new ScoreContext(e.Score, e.Score.SubId, e.ReceivedAt, NoServices) { EventId = e.Id, Source = e.Source })];
        Kept.AddRange(batch.Where(context => Kept.All(kept => kept.EventId != context.EventId)));
        await _handler.HandleAsync(batch, default);
    }

    /// <summary>What the service does each second.</summary>
    public async Task RunAsync(DateTimeOffset? now = null)
    {
        if (now is { } later && later > Time.GetUtcNow())
            Time.SetUtcNow(later);
        if (!LogFails)
            await _catalog.CountLogsAsync(default);
        await _settler.RunAsync(default);
        await _closer.RunAsync(default);
        // Nothing waits for handlers but a test that looks at what they were told.
        await _settler.WhenIdleAsync();
        await _closer.WhenIdleAsync();
    }

    /// <summary>What IQuarantine shows of plays.</summary>
    public ValueTask<IReadOnlyList<QuarantinedEvent>> QuarantinedAsync() => _judged.ListAsync(null, 1000, default);

    /// <summary>The play that IQuarantine shows is released, or rejected; as an operator does it, by its id.</summary>
    public ValueTask<bool> DecideAsync(QuarantinedEvent entry, bool release, CancellationToken cancellationToken = default) =>
        release ? _judged.ReleaseAsync(entry.Id, cancellationToken) : _judged.RejectAsync(entry.Id, cancellationToken);

    public async Task AskForOrdersAgainAsync() => await _catalog.AskAgainAsync(default);

    /// <summary>The standings on one line.</summary>
    public async Task<string> ShowAsync(string id) => string.Join(
        " ", (await Tournaments.GetStandingsAsync(id, 0, 1000)).Entries.Select(entry =>
            FormattableString.Invariant($"{entry.Rank}:{entry.UserId}={entry.Score}")));

    /// <summary>What was granted, by key.</summary>
    public async Task<string[]> GrantsAsync()
    {
        var grants = new List<string>();
        await foreach (StoredReward reward in Book.ReadAllAsync(default, default))
            grants.Add(FormattableString.Invariant($"{reward.Grant.Key} {reward.Grant.Reward.Amount} {reward.Grant.Reward.Kind}"));
        return [.. grants.Order(StringComparer.Ordinal)];
    }

    ValueTask<DateTimeOffset> IScoreBacklog.GetHorizonAsync(CancellationToken cancellationToken) =>
        new((OldestWaiting < Time.GetUtcNow() ? OldestWaiting.Value : Time.GetUtcNow()) - NoBacklog.CallTime);

    bool IScoreLedger.KeepsEvents => Retention is not null;

    ValueTask<DateTimeOffset> IScoreLedger.GetKeptFromAsync(CancellationToken cancellationToken) =>
        new(Retention is { } retention ? Later(Time.GetUtcNow() - retention, PrunedUntil) : DateTimeOffset.MaxValue);

    async IAsyncEnumerable<IReadOnlyList<ScoreContext>> IScoreLedger.ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ScoreContext[] batch in Kept.ToList().Chunk(3))
        {
            await Task.Yield();
            if (LogFails)
                throw new IOException("The disk is away.");
            cancellationToken.ThrowIfCancellationRequested();
            yield return batch;
            await WhileReading();
        }
    }

    ValueTask IScoreLedger.EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        Kept.RemoveAll(kept => kept.UserId == userId);
        return default;
    }

    ValueTask IQuarantineGate.KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken) => default;

    private void Build()
    {
        Stores = _open();
        var banned = new BannedUsers();
        var quarantined = new QuarantinedPlays();
        var orders = new OrderResolver(Orders, Time, NullLogger.Instance);
        _boards = new BoardCatalog(Stores.Rankings, banned, quarantined, orders, Time, NullLogger<BoardCatalog>.Instance);
        var names = new PlayerNames(null, null, Time, NullLogger.Instance);
        Book = new RewardBook(Stores.Rewards, banned, new RewardMetrics(null), Time);
        var parts = new OccurrenceParts(Stores.Tournaments, Stores.Rankings, Book, banned, quarantined, Time, Logger);
        _catalog = new TournamentCatalog(_boards, parts, orders, this, NullLogger<TournamentCatalog>.Instance);
        _boards.Erasures.Add(_catalog.EraseAsync);
        ServiceCollection services = new();
        services.AddSingleton<ITournamentHandler>(new HookHandler(this));
        if (Gate is not null)
            services.AddSingleton(Gate);
        IServiceScopeFactory scopes = services.BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();
        Tournaments = new Competitions.Tournaments(_catalog, new TournamentViews(_catalog, parts), parts, Stores.Rewards, names, this, scopes);
        Judge = new PlayJudge(Jury ?? new Jury([], []), Stores.Plausibility, quarantined, [_boards, _catalog], new PlausibilityMetrics(null), Time,
            NullLogger<PlayJudge>.Instance);
        _judged = new JudgedPlaySource(Judge, Stores.Plausibility, Stores.Rankings, Time, NullLogger<PlayJudge>.Instance);
        var views = new BoardViews(_boards, Stores.Rankings, banned, Time);
        Boards = new Competitions.Leaderboards(_boards, views, Stores.Rankings, names, Time);
        Rebuild = new Rebuilder(_boards, views, orders, this, Time);
        _closer = new WindowCloser(_boards, this, new HookCalls(scopes, Time), NullLogger<WindowCloser>.Instance);
        _handler = new CompetitionsHandler([_boards, _catalog], banned, this, Judge, NullLogger<CompetitionsHandler>.Instance);
        Users = new PlayerRegistry(
            _handler, _boards, banned, Stores.Rankings, new PlayerParts([((IScoreLedger)this).EraseUserAsync, Judge.EraseAsync, _boards.EraseAsync,
                Book.EraseAsync], [new PlausibilityExport(Stores.Plausibility)], []), Time);
        _settler = new TournamentSettler(_catalog, this, new TournamentHooks(
            new HookCalls(scopes, Time), Time, NullLogger<TournamentHooks>.Instance), Time, NullLogger<TournamentSettler>.Instance);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class HookHandler(TournamentWorld world) : ITournamentHandler
    {
        public ValueTask StartedAsync(TournamentStarted tournament, CancellationToken cancellationToken) => Tell(tournament.Key);

        public ValueTask EndedAsync(TournamentEnded tournament, CancellationToken cancellationToken)
        {
            ValueTask told = Tell(tournament.Key);
            world.Ended.Add(tournament);
            return told;
        }

        public ValueTask CancelledAsync(TournamentCancelled tournament, CancellationToken cancellationToken) => Tell(tournament.Key);

        private async ValueTask Tell(string key)
        {
            if (world.Hook(key) is { } failure)
                throw failure;
            world.Told.Add(key);
            await world.SlowHook(key);
        }
    }
}
