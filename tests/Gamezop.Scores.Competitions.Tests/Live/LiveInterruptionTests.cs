using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Live;

public sealed class LiveInterruptionTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b" };
    private static readonly LeaderboardDefinition Daily = new() { Id = "daily", Window = LeaderboardWindow.Daily };

    [Fact]
    public async Task Coming_back_after_a_restart_brings_only_what_has_changed()
    {
        const string Query = "leaderboard=b&leaderboard=daily,2026-11-22";
        string id;
        await using (var host = await CompetitionsHost.StartAsync(Board, Daily))
        {
            await host.PostAsync("u1", 10);
            using EventReader live = await EventReader.OpenAsync(host.Client, Query);
            await live.BoardAsync(host);
            await live.BoardAsync(host);
            id = live.LastId!;
        }

        await using var again = await CompetitionsHost.StartAsync(Board, Daily);
        await again.PostAsync("u1", 10);
        using EventReader back = await EventReader.OpenAsync(again.Client, Query, id);
        Task<JsonElement?> next = back.NextAsync();
        again.Time.Advance(LiveStream.Heartbeat);

        (await next).Should().BeNull("all that is there is known, and the first that comes is a sign of life");
        await again.PostAsync("u2", 20);
        (await back.BoardAsync(again)).GetProperty("total").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task A_window_that_closes_comes_as_closed()
    {
        await using var host = await CompetitionsHost.StartAsync(Daily);
        await host.PostAsync("u1", 10);
        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=daily,2026-11-23");
        (await live.BoardAsync()).GetProperty("window").GetProperty("closed").GetBoolean().Should().BeFalse();

        host.Time.SetUtcNow(Events.Noon.AddHours(14));

        JsonElement closed = await live.BoardAsync(host);
        closed.GetProperty("window").GetProperty("closed").GetBoolean().Should().BeTrue();
        closed.GetProperty("entries")[0].GetProperty("userId").GetString().Should().Be("u1");
    }

    [Fact]
    public async Task A_directory_that_is_slow_to_give_up_keeps_no_other_stream_waiting()
    {
        using var directory = new SlowToGiveUp();
        await using var host = await CompetitionsHost.StartAsync(scores => scores.Services.AddSingleton<IPlayerDirectory>(directory), null, waitUntilReady: true, Board, Daily);
        await host.PostAsync("u1", 10);
        EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await directory.Asked.Task;

        live.Dispose();
        await directory.Cancelled.Task;

        using EventReader other = await EventReader.OpenAsync(host.Client, "leaderboard=daily,2026-11-22");
        (await other.BoardAsync()).GetProperty("id").GetString().Should().Be("daily");
        directory.Release();
    }

    private sealed class SlowToGiveUp : IPlayerDirectory, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(() =>
            {
                Cancelled.TrySetResult();
                _released.Wait();
            });
            Asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new Dictionary<string, PlayerProfile>();
        }

        public void Release() => _released.Set();

        public void Dispose()
        {
            _released.Set();
            _released.Dispose();
        }
    }
}
