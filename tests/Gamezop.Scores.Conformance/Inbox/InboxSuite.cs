namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over an inbox share.</summary>
public abstract class InboxSuite<TFixture> : IAsyncLifetime
    where TFixture : InboxFixture, new()
{
    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected TFixture Fixture { get; } = new();

    protected IScoreInbox Inbox => Fixture.Inbox;

    public Task InitializeAsync() => Fixture.OpenAsync().AsTask();

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    protected async Task<InboxAppend[]> AppendAsync(params InboxEvent[] events) => [.. await Inbox.AppendAsync(events, default)];

    protected Task<InboxAppend[]> AppendAsync(params string[] names) => AppendAsync([.. names.Select(name => Fixture.Event(name))]);

    protected async Task<IReadOnlyList<InboxDelivery>> LeaseAsync(int max = 100) => await Inbox.LeaseAsync(max, Lease, default);

    protected async Task<InboxDelivery> LeaseOneAsync() => (await LeaseAsync()).Should().ContainSingle().Subject;

    protected async Task CompleteAsync(params InboxDelivery[] deliveries) =>
        await Inbox.SettleAsync([.. deliveries.Select(delivery => new InboxSettlement(delivery, []))], default);

    protected async Task FailAsync(InboxDelivery delivery, params InboxFailure[] failures) =>
        await Inbox.SettleAsync([new InboxSettlement(delivery, failures)], default);

    protected InboxFailure Retry(string handler, int attempts = 1, int seconds = 10) =>
        new(handler, attempts, Fixture.Time.GetUtcNow().AddSeconds(seconds), "It broke.");

    protected static InboxFailure Dead(string handler, int attempts = 3, string error = "It broke.") => new(handler, attempts, null, error);

    protected async Task<InboxStatistics> StatisticsAsync() => await Inbox.GetStatisticsAsync(default);

    protected static string[] Ids(params string[] names) => [.. names.Select(InboxFixture.Id)];

    protected static string[] Ids(IEnumerable<InboxDelivery> deliveries) => [.. deliveries.Select(delivery => delivery.Event.EventId)];
}
