using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.GameUrls;

/// <summary>Game URLs from dependency injection, with keys that change while the application runs.</summary>
public sealed class ProtectedGameUrlsTests
{
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";
    private static readonly byte[] A = [.. Enumerable.Repeat((byte)'a', 16)];
    private static readonly byte[] B = [.. Enumerable.Repeat((byte)'b', 32)];
    private static readonly byte[] C = [.. Enumerable.Repeat((byte)'c', 16)];

    [Fact]
    public async Task Create_follows_the_keys_of_the_moment()
    {
        using var app = new App(null);
        app.Urls.Create(Game, "u 1").OriginalString.Should().Be(Game + "?sub=u%201");
        (await app.Urls.CreateAsync(Game, "u 1")).OriginalString.Should().Be(Game + "?sub=u%201");
        foreach (var key in new[] { A, B })
        {
            app.SetKeys(key);
            app.Urls.Create(Game, "u 1").OriginalString.Should().Be(Game + "?sub=" + new SubProtector(key).Protect("u 1"));
            (await app.Urls.CreateAsync(Game, "u 1")).Should().Be(app.Urls.Create(Game, "u 1"), "without a store there is nothing to remember it");
        }

        app.SetKeys();
        app.Urls.Create(Game, "u1").OriginalString.Should().Be(Game + "?sub=u1");
    }

    [Fact]
    public async Task A_user_keeps_the_first_sub_through_rotations_in_both_directions()
    {
        using var app = new App(new MemorySubKeyStore(), A);
        await KeyOfAsync(app, "old", A);

        app.SetKeys(B, A);
        await KeyOfAsync(app, "old", A);
        await KeyOfAsync(app, "new", B);
        app.Urls.Create(Game, "old").OriginalString.Should().Be(UrlOf(B, "old"), "it asks no store");

        app.SetKeys(A, B);
        await KeyOfAsync(app, "old", A);
        await KeyOfAsync(app, "new", B);
        await KeyOfAsync(app, "third", A);

        app.SetKeys(C, B, A);
        await KeyOfAsync(app, "old", A);
        await KeyOfAsync(app, "new", B);
        await KeyOfAsync(app, "third", A);
        await KeyOfAsync(app, "fourth", C);
    }

    [Fact]
    public async Task A_key_that_is_gone_is_replaced_by_the_first_told_once_and_remembered_for_its_return()
    {
        using var app = new App(new MemorySubKeyStore(), A);
        await KeyOfAsync(app, "u1", A);
        await KeyOfAsync(app, "u2", A);

        app.SetKeys(B);
        await KeyOfAsync(app, "u1", B);
        await KeyOfAsync(app, "u2", B);
        await KeyOfAsync(app, "u3", B);
        app.Logs.All.Should().ContainSingle(line => line.Id.Id == 18).Which.Text.Should().Contain(new SubProtector(A).KeyId).And.NotContain("u1");

        app.SetKeys(B, A);
        await KeyOfAsync(app, "u1", A);
        await KeyOfAsync(app, "u3", B);
    }

    [Fact]
    public async Task First_calls_of_two_configurations_at_once_agree_on_each_user()
    {
        var store = new MemorySubKeyStore();
        using var one = new App(store, A, B);
        using var other = new App(store, B, A);
        var users = Enumerable.Range(0, 500).Select(i => $"u{i}").ToArray();
        var urls = await Task.WhenAll(new[] { one, other, one, other }.Select(app => Task.Run(async () =>
        {
            var made = new List<string>();
            foreach (var user in users)
                made.Add((await app.Urls.CreateAsync(Game, user)).OriginalString);
            return made;
        })));
        urls.Skip(1).Should().OnlyContain(made => made.SequenceEqual(urls[0]));
        for (var i = 0; i < users.Length; i++)
            urls[0][i].Should().BeOneOf(UrlOf(A, users[i]), UrlOf(B, users[i]));
    }

    [Fact]
    public async Task What_is_refused_is_not_remembered()
    {
        var store = new MemorySubKeyStore();
        using var app = new App(store, A);
        foreach (var (url, user, parameter) in new[] { (Game, "", "userId"), (Game, " u", "userId"), (Game, "u\u202E", "userId"), (Game, new string('x', 48), "userId"), ("http://games.example", "u1", "gameUrl") })
        {
            await app.Urls.Awaiting(urls => urls.CreateAsync(url, user).AsTask()).Should().ThrowAsync<ArgumentException>().WithParameterName(parameter);
            app.Urls.Invoking(urls => urls.Create(url, user)).Should().Throw<ArgumentException>().WithParameterName(parameter);
            (await store.FindAsync(user, default)).Should().BeNull();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("..")]
    public void A_plain_id_that_is_refused_is_named_as_one(string? id)
    {
        using var app = new App(null);
        app.Urls.Invoking(urls => urls.Create(Game, id!)).Should().Throw<ArgumentException>().WithParameterName("userId").WithMessage("The user id *");
    }

    [Fact]
    public void Plain_ids_may_be_longer()
    {
        using var app = new App(null);
        var id = new string('x', 100);
        app.Urls.Create(Game, id).OriginalString.Should().EndWith(id);
        app.SetKeys(A);
        app.Urls.Invoking(urls => urls.Create(Game, id)).Should().Throw<ArgumentException>().WithParameterName("userId").WithMessage("*100 bytes*at most 47*");
    }

    [Fact]
    public void The_subs_of_a_user_are_those_of_every_key_and_the_plain_id()
    {
        using var app = new App(null, A, B);
        var subs = app.Services.GetRequiredService<IUserSubs>();
        subs.GetSubs("u1").Should().Equal(new SubProtector(A).Protect("u1"), new SubProtector(B).Protect("u1"), "u1");
        subs.GetSubs(new string('x', 48)).Should().Equal(new string('x', 48));
        app.SetKeys();
        subs.GetSubs("u1").Should().Equal("u1");
    }

    [Fact]
    public async Task A_store_that_fails_makes_no_url()
    {
        using var app = new App(new BrokenStore(), A);
        await app.Urls.Awaiting(urls => urls.CreateAsync(Game, "u1").AsTask()).Should().ThrowAsync<ScoreInboxException>();
    }

    private static async Task KeyOfAsync(App app, string user, byte[] key) => (await app.Urls.CreateAsync(Game, user)).OriginalString.Should().Be(UrlOf(key, user));

    private static string UrlOf(byte[] key, string user) => Game + "?sub=" + new SubProtector(key).Protect(user);

    private sealed class App : IDisposable
    {
        private readonly Settings _settings = new();
        private readonly ServiceProvider _services;

        public App(ISubKeyStore? store, params byte[][] keys)
        {
            SetKeys(keys);
            var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Logs));
            if (store is not null)
                services.AddSingleton(store);
            _services = services.AddGamezopScores(new ConfigurationBuilder().Add(_settings).Build()).Services.BuildServiceProvider();
        }

        public LogLines Logs { get; } = new();

        public IServiceProvider Services => _services;

        public IGameUrls Urls => _services.GetRequiredService<IGameUrls>();

        public void SetKeys(params byte[][] keys) => _settings.Set(keys);

        public void Dispose() => _services.Dispose();
    }

    private sealed class Settings : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Set(byte[][] keys)
        {
            Data = keys.Select((key, i) => ($"SubKeys:{i}", Convert.ToBase64String(key))).Append(("AllowAnonymous", "true")).ToDictionary(pair => pair.Item1, string? (pair) => pair.Item2);
            OnReload();
        }
    }

    private sealed class BrokenStore : ISubKeyStore
    {
        public ValueTask<string?> FindAsync(string userId, CancellationToken cancellationToken) => throw new ScoreInboxException(ScoreInboxProblem.Broken, "Broken.");

        public ValueTask<string> GetOrAddAsync(string userId, string keyId, CancellationToken cancellationToken) => throw new ScoreInboxException(ScoreInboxProblem.Broken, "Broken.");

        public ValueTask RemoveAsync(string userId, CancellationToken cancellationToken) => throw new ScoreInboxException(ScoreInboxProblem.Broken, "Broken.");
    }
}
