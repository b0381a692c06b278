using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>The product's leaderboards over a store, without a host: time, batches, closing and restarts are the test's.</summary>
internal sealed class World : IScoreBacklog, IQuarantineGate, IScoreLedger
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();
    private readonly ILeaderboardStore _store;
    private readonly LeaderboardDefinition[] _definitions;
    private readonly HashSet<string> _keptIds = [];
    private BoardCatalog _catalog = null!;
    private CompetitionsHandler _handler = null!;
    private WindowCloser _closer = null!;

    private World(ILeaderboardStore store, LeaderboardDefinition[] definitions) => (_store, _definitions) = (store, definitions);

    public FakeTimeProvider Time { get; private init; } = new(Events.Noon);

    public RankingSelfCheck SelfCheck { get; private set; } = null!;

    public OrderWatch OrderWatch { get; private set; } = null!;

    public BoardCatalog Catalog => _catalog;

    public IRebuild Rebuild { get; private set; } = null!;

    public List<ScoreContext> Kept { get; } = [];

    /// <summary>Runs while the ledger is read, after its first batch.</summary>
    public Func<Task> WhileReading { get; set; } = () => Task.CompletedTask;

    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Up to when events were removed before their time.</summary>
    public DateTimeOffset PrunedUntil { get; set; }

    public ILeaderboards Boards { get; private set; } = null!;

    public IPlayers Players { get; private set; } = null!;

    public DateTimeOffset? OldestWaiting { get; set; }

    public List<ScoreContext> Quarantined { get; } = [];

    public List<ClosedLeaderboardWindow> Told { get; } = [];

    public bool WaitsForHandlers { get; set; } = true;

    public Func<ClosedLeaderboardWindow, Exception?> Hook { get; set; } = _ => null;

    public IGamezopLeaderboardOrders? Orders { get; set; }

    public IPlayerDirectory? Directory { get; set; }

    public byte[]? AnonymousIdKey { get; set; }

    public static Task<World> StartAsync(params LeaderboardDefinition[] definitions) => StartAsync(new MemoryLeaderboardStore(), definitions);

    public static Task<World> StartAsync(ILeaderboardStore store, params LeaderboardDefinition[] definitions) => StartAsync(store, Events.Noon, definitions);

    public static async Task<World> StartAsync(ILeaderboardStore store, DateTimeOffset now, params LeaderboardDefinition[] definitions)
    {
        var world = new World(store, definitions) { Time = new FakeTimeProvider(now) };
        await world.RestartAsync();
        return world;
    }

    public Task RestartAsync() => RestartAsync(_definitions);

    public async Task RestartAsync(params LeaderboardDefinition[] definitions)
    {
        Build();
        await _catalog.LoadAsync(definitions, default);
    }

    public void Build()
    {
        var banned = new BannedUsers();
        var quarantined = new QuarantinedPlays();
        var orders = new OrderResolver(Orders, Time, NullLogger.Instance);
        _catalog = new BoardCatalog(_store, banned, quarantined, orders, Time, NullLogger<BoardCatalog>.Instance);
        var views = new BoardViews(_catalog, _store, banned, Time);
        Boards = new Competitions.Leaderboards(_catalog, views, _store, new PlayerNames(Directory, AnonymousIdKey, Time, NullLogger.Instance), Time);
        Rebuild = new Rebuilder(_catalog, views, orders, this, Time);
        SelfCheck = new RankingSelfCheck(_catalog, _store, NullLogger<RankingSelfCheck>.Instance);
        OrderWatch = new OrderWatch(_catalog, orders, NullLogger<OrderWatch>.Instance);
        _handler = new CompetitionsHandler([_catalog], banned, this, Unjudged.Instance, NullLogger<CompetitionsHandler>.Instance);
        Players = new PlayerRegistry(
            _handler, _catalog, banned, _store, new PlayerParts([((IScoreLedger)this).EraseUserAsync, _catalog.EraseAsync], [], []), Time);
        var services = new ServiceCollection().AddSingleton<ILeaderboardHandler>(new HookHandler(this)).BuildServiceProvider();
        _closer = new WindowCloser(_catalog, this, new HookCalls(services.GetRequiredService<IServiceScopeFactory>(), Time), NullLogger<WindowCloser>.Instance);
    }

    /// <summary>What a host runs in the background.</summary>
    public LeaderboardsService Service(params LeaderboardDefinition[] definitions)
    {
        var options = new LeaderboardsOptions();
        foreach (LeaderboardDefinition definition in definitions)
            options.Add(definition);
        return new LeaderboardsService(
            Options.Create(options), _catalog, _closer, SelfCheck, OrderWatch, Unjudged.Instance, Time, NullLogger<LeaderboardsService>.Instance);
    }

    public async Task HandleAsync(params IEnumerable<Event> events)
    {
        ScoreContext[] batch =
            [.. events.Select(e => new ScoreContext(e.Score, e.Score.SubId, e.ReceivedAt, NoServices) { EventId = e.Id, Source = e.Source })];
        lock (Kept)
            Kept.AddRange(batch.Where(context => _keptIds.Add(context.EventId)));
        await _handler.HandleAsync(batch, default);
    }

    public async Task CloseAsync(DateTimeOffset? now = null)
    {
        if (now is { } later && later > Time.GetUtcNow())
            Time.SetUtcNow(later);
        await _closer.RunAsync(default);
        // Nothing waits for handlers but a test that looks at what they were told.
        if (WaitsForHandlers)
            await _closer.WhenIdleAsync();
    }

    public async Task AskForOrdersAgainAsync() => await _catalog.AskAgainAsync(default);

    public async Task<string> ShowAsync(LeaderboardQuery query)
    {
        LeaderboardPage page = await Boards.GetPageAsync(query, 0, 1000);
        return string.Join(" ", page.Entries.Select(entry => FormattableString.Invariant($"{entry.Rank}:{entry.UserId}={entry.Score}")));
    }

    ValueTask<DateTimeOffset> IScoreBacklog.GetHorizonAsync(CancellationToken cancellationToken) =>
        new((OldestWaiting < Time.GetUtcNow() ? OldestWaiting.Value : Time.GetUtcNow()) - NoBacklog.CallTime);

    bool IScoreLedger.KeepsEvents => Retention is not null;

    ValueTask<DateTimeOffset> IScoreLedger.GetKeptFromAsync(CancellationToken cancellationToken) =>
        new(Retention is { } retention ? Later(Time.GetUtcNow() - retention, PrunedUntil) : DateTimeOffset.MaxValue);

    async IAsyncEnumerable<IReadOnlyList<ScoreContext>> IScoreLedger.ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ScoreContext[] kept;
        lock (Kept)
            kept = [.. Kept];
        foreach (ScoreContext[] batch in kept.Chunk(2))
        {
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

    ValueTask IQuarantineGate.KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken)
    {
        lock (Quarantined)
            Quarantined.Add(context);
        return default;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class HookHandler(World world) : ILeaderboardHandler
    {
        public ValueTask WindowClosedAsync(ClosedLeaderboardWindow window, CancellationToken cancellationToken)
        {
            if (world.Hook(window) is { } failure)
                throw failure;
            world.Told.Add(window);
            return default;
        }
    }
}
