using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Sqlite.Tests.SubKeys;

/// <summary>A user's sub over restarts with other keys, from a real file.</summary>
public sealed class GameUrlsWithSqliteTests : IDisposable
{
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";
    private static readonly byte[] A = [.. Enumerable.Repeat((byte)'a', 16)];
    private static readonly byte[] B = [.. Enumerable.Repeat((byte)'b', 16)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_user_keeps_the_first_sub_over_restarts_and_rotations()
    {
        await using (var first = Open(A))
            (await UrlAsync(first, "ann")).Should().Be(UrlOf(A, "ann"));
        await using (var second = Open(B, A))
        {
            (await UrlAsync(second, "ann")).Should().Be(UrlOf(A, "ann"));
            (await UrlAsync(second, "bob")).Should().Be(UrlOf(B, "bob"));
        }

        await using var third = Open(A, B);
        (await UrlAsync(third, "ann")).Should().Be(UrlOf(A, "ann"));
        (await UrlAsync(third, "bob")).Should().Be(UrlOf(B, "bob"));
    }

    [Fact]
    public async Task Many_first_calls_at_once_remember_each_user_once()
    {
        await using var services = Open(A);
        var urls = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => UrlAsync(services, $"u{i % 50}"))));
        urls.Distinct().Should().HaveCount(50);
    }

    [Fact]
    public async Task A_process_that_does_not_own_the_file_makes_no_url_and_says_why()
    {
        await using var owner = Open(A);
        await UrlAsync(owner, "ann");
        await using var other = Open(B);
        (await FluentActions.Awaiting(() => UrlAsync(other, "ann")).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.NotOwner);
    }

    private static async Task<string> UrlAsync(IServiceProvider services, string user) => (await services.GetRequiredService<IGameUrls>().CreateAsync(Game, user)).OriginalString;

    private static string UrlOf(byte[] key, string user) => Game + "?sub=" + new SubProtector(key).Protect(user);

    private ServiceProvider Open(params byte[][] keys)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddGamezopScores(options =>
        {
            options.AllowAnonymous = true;
            foreach (var key in keys)
                options.SubKeys.Add(Convert.ToBase64String(key));
        }).UseSqlite($"Data Source={_folder["scores.db"]}");
        return services.BuildServiceProvider();
    }
}
