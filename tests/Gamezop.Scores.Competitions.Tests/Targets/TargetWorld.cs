using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>The product's targets and rewards over a store, without a host: time, batches, payments and restarts are the test's.</summary>
internal sealed class TargetWorld : IRewardHandler
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();
    private readonly TargetDefinition[] _definitions;
    private RewardMetrics? _metrics;
    private RewardPayer _payer = null!;
    private BanFollower _bans = null!;

    private TargetWorld(CompetitionStores stores, TargetDefinition[] definitions)
    {
        _definitions = definitions;
        Stores = stores;
        Wrap = store => store;
        WrapRewards = store => store;
    }

    public CompetitionStores Stores { get; }

    /// <summary>Puts something between the product and the store, at the next restart.</summary>
    public Func<ITargetStore, ITargetStore> Wrap { get; set; }

    public Func<IRewardStore, IRewardStore> WrapRewards { get; set; }

    public FakeTimeProvider Time { get; } = new(Events.Noon);

    public RewardsOptions Options { get; } = new() { MaxAttempts = 3 };

    public BannedUsers Banned { get; private set; } = new();

    public QuarantinedPlays Quarantined { get; } = new();

    public TargetCatalog Catalog { get; private set; } = null!;

    public ITargets Targets { get; private set; } = null!;

    public IRewards Rewards { get; private set; } = null!;

    public RewardBook Book { get; private set; } = null!;

    /// <summary>What the publisher's handler was asked to pay, every time.</summary>
    public List<RewardGrant> Handed { get; } = [];

    /// <summary>What the publisher's handler does before it has paid.</summary>
    public Func<RewardGrant, CancellationToken, Task> Paying { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What the publisher has paid: once per key.</summary>
    public Dictionary<string, RewardGrant> Paid { get; } = [];

    public static async Task<TargetWorld> StartAsync(CompetitionStores stores, params TargetDefinition[] definitions)
    {
        var world = new TargetWorld(stores, definitions);
        await world.RestartAsync();
        return world;
    }

    public static Task<TargetWorld> StartAsync(params TargetDefinition[] definitions) => StartAsync(CompetitionStores.InMemory(), definitions);

    public Task RestartAsync() => RestartAsync(_definitions);

    public async Task RestartAsync(params TargetDefinition[] definitions)
    {
        Stores.Reopen();
        ITargetStore targets = Wrap(Stores.Targets);
        IRewardStore rewards = WrapRewards(Stores.Rewards);
        _metrics ??= new RewardMetrics(null);
        // Who is banned is read from the leaderboards' store before anything else.
        var banned = new BannedUsers();
        foreach (string userId in Banned.Users)
            banned.Add(userId);
        Banned = banned;
        Book = new RewardBook(rewards, banned, _metrics, Time);
        Catalog = new TargetCatalog(targets, Book, banned, Quarantined, NullLogger<TargetCatalog>.Instance);
        Targets = new Competitions.Targets(Catalog, targets, Time);
        Rewards = new Competitions.Rewards(rewards, Book, banned, Time);
        ServiceProvider services = new ServiceCollection().AddSingleton<IRewardHandler>(this).BuildServiceProvider();
        _payer = new RewardPayer(
            rewards, Book, banned, services.GetRequiredService<IServiceScopeFactory>(), hasHandler: true, Options, _metrics, Time, NullLogger<RewardPayer>.Instance);
        _bans = new BanFollower(banned, Book);
        await Book.StartAsync(default);
        await Catalog.LoadAsync(definitions, default);
    }

    public async Task HandleAsync(params IEnumerable<Event> events) =>
        await Catalog.ApplyAsync([.. events.Select(e => new ScoreContext(e.Score, e.Score.SubId, e.ReceivedAt, NoServices) { EventId = e.Id, Source = e.Source })], default);

    /// <summary>A verdict on a play, or its end.</summary>
    public async Task JudgeAsync(PlayId play, bool quarantined)
    {
        Quarantined.Set(play, quarantined);
        await Catalog.RecountAsync([play], default);
    }

    /// <summary>Pays what is due now.</summary>
    public async Task PayAsync(CancellationToken stopping = default)
    {
        await _bans.RunAsync(stopping);
        while (await _payer.RunAsync(stopping))
        {
        }
    }

    public async Task<TargetProgress> ProgressAsync(string user, string target = "t") => (await Targets.GetProgressAsync(user)).Single(progress => progress.TargetId == target);

    public async Task<IReadOnlyList<UserReward>> AllAsync()
    {
        var all = new List<UserReward>();
        foreach (RewardStatus status in Enum.GetValues<RewardStatus>())
            all.AddRange(await Rewards.ListByStatusAsync(status, max: 1000));
        return all;
    }

    public async Task<string> StatusAsync(string key) => (await Rewards.GetAsync(key))?.Status.ToString() ?? "none";

    async ValueTask IRewardHandler.GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
    {
        lock (Handed)
            Handed.Add(grant);
        await Paying(grant, cancellationToken);
        lock (Paid)
            Paid.TryAdd(grant.Key, grant);
    }
}
