using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Tests.GamezopApi;

public sealed class CacheTests
{
    private const string OneGame = """{"data":[{"code":"a","url":"https://g/a"}]}""";

    [Fact]
    public async Task An_answer_is_used_until_it_is_too_old()
    {
        await using GamezopHost host = await GamezopHost.StartAsync(options => options.CacheDuration = TimeSpan.FromMinutes(10));
        host.AnswerWith(OneGame);
        IReadOnlyList<GamezopGame> first = await host.Api.GetGamesAsync();
        host.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        (await host.Api.GetGamesAsync()).Should().BeSameAs(first);
        host.Requests.Should().HaveCount(1);
        host.Time.Advance(TimeSpan.FromTicks(1));
        (await host.Api.GetGamesAsync()).Should().NotBeSameAs(first);
        host.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Each_language_and_each_game_is_kept_by_itself()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            await host.Api.GetGamesAsync();
            await host.Api.GetGamesInLanguageAsync("EN");
            await host.Api.GetGamesInLanguageAsync("de");
            await host.Api.GetLeaderboardsAsync("aaaaaaa");
            await host.Api.GetLeaderboardsAsync("AAAAAAA");
        }

        host.Requests.Should().HaveCount(4, "languages are case-insensitive, codes are not");
    }

    [Fact]
    public async Task However_many_languages_are_asked_for_only_some_are_kept()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        await host.Api.GetGamesAsync();
        await host.Api.GetGamesInLanguageAsync("aaa");
        for (int i = 0; i < 100; i++)
            await host.Api.GetGamesInLanguageAsync($"{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}");
        host.Requests.Clear();

        await host.Api.GetGamesAsync();
        host.Requests.Should().BeEmpty("the application's own language stays");
        await host.Api.GetGamesInLanguageAsync("aaa");
        host.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Many_callers_at_once_cost_one_request()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        TaskCompletionSource released = new();
        host.Answer = async context =>
        {
            await released.Task;
            await context.Response.WriteAsync(OneGame);
        };
        Task<IReadOnlyList<GamezopGame>>[] calls = [.. Enumerable.Range(0, 100).Select(_ => host.Api.GetGamesAsync())];
        released.SetResult();
        IReadOnlyList<GamezopGame>[] answers = await Task.WhenAll(calls);
        answers.Should().OnlyContain(a => ReferenceEquals(a, answers[0]));
        host.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_disturb_the_others()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        TaskCompletionSource arrived = new();
        TaskCompletionSource released = new();
        host.Answer = async context =>
        {
            arrived.SetResult();
            await released.Task;
            await context.Response.WriteAsync(OneGame);
        };
        using CancellationTokenSource impatient = new();
        Task first = host.Api.GetGamesAsync(impatient.Token);
        Task<IReadOnlyList<GamezopGame>> second = host.Api.GetGamesAsync();
        await arrived.Task;
        await impatient.CancelAsync();
        await ((Func<Task>)(() => first)).Should().ThrowAsync<OperationCanceledException>();
        released.SetResult();
        (await second).Should().ContainSingle();
        host.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Failures_are_not_kept_and_the_last_good_answer_can_be_had()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith("", 500);
        host.Api.TryGetLastGames(out _).Should().BeFalse();
        await Fails();
        await Fails();
        host.Requests.Should().HaveCount(2);
        host.Api.TryGetLastGames(out _).Should().BeFalse();

        host.AnswerWith(OneGame);
        IReadOnlyList<GamezopGame> good = await host.Api.GetGamesAsync();
        host.Time.Advance(TimeSpan.FromDays(40));
        host.AnswerWith("{}");
        await Fails();
        host.Api.TryGetLastGames(out IReadOnlyList<GamezopGame>? last).Should().BeTrue();
        last.Should().BeSameAs(good);

        host.AnswerWith("""{"data":[]}""");
        (await host.Api.GetGamesAsync()).Should().BeEmpty();

        Task Fails() => host.Api.Invoking(a => a.GetGamesAsync()).Should().ThrowAsync<GamezopApiException>();
    }

    [Fact]
    public async Task The_last_good_leaderboards_can_be_had_as_well()
    {
        await using GamezopHost host = await GamezopHost.StartAsync(options => options.CacheDuration = TimeSpan.Zero);
        host.AnswerWith("""{"data":[{"leaderboard_id":"b"}]}""");
        host.Api.TryGetLastLeaderboards("aaaaaaa", out _).Should().BeFalse();
        await host.Api.GetLeaderboardsAsync("aaaaaaa");
        host.AnswerWith("", 503);
        await host.Api.Invoking(a => a.GetLeaderboardsAsync("aaaaaaa")).Should().ThrowAsync<GamezopApiException>();
        host.Api.TryGetLastLeaderboards("aaaaaaa", out IReadOnlyList<GamezopLeaderboard>? last).Should().BeTrue();
        last.Should().ContainSingle().Which.Id.Should().Be("b");
        host.Api.TryGetLastLeaderboards("bbbbbbb", out _).Should().BeFalse();
    }
}
