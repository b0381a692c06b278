using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class SubKeyStoreSuite<TFixture> : IAsyncLifetime
    where TFixture : SubKeyStoreFixture, new()
{
    private const string A = "0123456789abcdef";
    private const string B = "fedcba9876543210";

    protected TFixture Fixture { get; } = new();

    private ISubKeyStore Store => Fixture.Store;

    public Task InitializeAsync() => Fixture.OpenAsync().AsTask();

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task The_first_name_wins()
    {
        (await Store.FindAsync("ann", default)).Should().BeNull();
        (await Store.GetOrAddAsync("ann", A, default)).Should().Be(A);
        (await Store.GetOrAddAsync("ann", B, default)).Should().Be(A);
        (await Store.GetOrAddAsync("bob", B, default)).Should().Be(B);
        (await Store.FindAsync("ann", default)).Should().Be(A);
    }

    [Fact]
    public async Task Users_are_compared_ordinally()
    {
        string[] users = ["ann", "Ann", "ann ", "änn", "a\u0308nn", "\U0001F600", "' OR 1=1 --", new string('x', 100)];
        for (var i = 0; i < users.Length; i++)
            (await Store.GetOrAddAsync(users[i], i.ToString("x16"), default)).Should().Be(i.ToString("x16"));
        for (var i = 0; i < users.Length; i++)
            (await Store.FindAsync(users[i], default)).Should().Be(i.ToString("x16"));
    }

    [Fact]
    public async Task Of_many_that_add_at_once_all_get_one_name()
    {
        for (var round = 0; round < 20; round++)
        {
            var user = $"u{round}";
            var names = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () => await Store.GetOrAddAsync(user, i.ToString("x16"), default))));
            names.Distinct().Should().ContainSingle().Which.Should().Be(await Store.FindAsync(user, default));
        }
    }

    [Fact]
    public async Task A_user_who_is_removed_begins_anew_and_others_stay()
    {
        await Store.GetOrAddAsync("ann", A, default);
        await Store.GetOrAddAsync("bob", A, default);
        await Store.RemoveAsync("ann", default);
        await Store.RemoveAsync("nobody", default);
        (await Store.FindAsync("ann", default)).Should().BeNull();
        (await Store.GetOrAddAsync("ann", B, default)).Should().Be(B);
        (await Store.FindAsync("bob", default)).Should().Be(A);
    }

    [Fact]
    public async Task What_was_answered_survives_a_crash()
    {
        await Store.GetOrAddAsync("ann", A, default);
        await Store.GetOrAddAsync("bob", A, default);
        await Store.RemoveAsync("bob", default);

        await Fixture.CrashAsync();

        (await Store.FindAsync("ann", default)).Should().Be(Fixture.IsDurable ? A : null);
        (await Store.FindAsync("bob", default)).Should().BeNull();
        (await Store.GetOrAddAsync("ann", B, default)).Should().Be(Fixture.IsDurable ? A : B);
    }
}
