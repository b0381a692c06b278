using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>Whoever gives up on a call knows what has become of it: what is shown from memory would otherwise not be what is kept.</summary>
public abstract class CancellationSuite<TFixture> : LeaderboardStoreSuite<TFixture>
    where TFixture : LeaderboardStoreFixture, new()
{
    [Fact]
    public async Task A_call_that_was_given_up_has_not_happened_and_one_that_has_happened_says_so()
    {
        using var giveUp = new CancellationTokenSource();
        var calls = new List<Task<LeaderboardWriteResult>>();
        for (int i = 0; i < 200; i++)
        {
            PlayerWrite write = Set(Player($"u{i}"), 0, Entry(i));
            calls.Add(Store.WriteAsync(Scope, new LeaderboardWrite([First], [write], []), giveUp.Token).AsTask());
            // The first ones have been begun with by then, the rest wait for their turn.
            if (i == 20)
                await Task.WhenAny(calls);
        }

        await giveUp.CancelAsync();
        await Task.WhenAll(calls).ContinueWith(static _ => { }, TaskScheduler.Default);
        // Whatever was still on its way would be there after this.
        await WriteAsync(Set(Player("last"), 0, Entry(1)));

        for (int i = 0; i < calls.Count; i++)
            (await ReadAsync(Player($"u{i}"))).Version.Should().Be(calls[i].IsCompletedSuccessfully ? 1 : 0, $"call {i} ended {calls[i].Status}");
    }

    [Fact]
    public async Task A_ban_that_was_given_up_has_not_happened()
    {
        using var giveUp = new CancellationTokenSource();
        Task[] calls = [.. Enumerable.Range(0, 200).Select(i => Store.SetBannedAsync($"u{i}", true, Action("ban", $"u{i}"), giveUp.Token).AsTask())];
        await giveUp.CancelAsync();
        await Task.WhenAll(calls).ContinueWith(static _ => { }, TaskScheduler.Default);
        await Store.SetBannedAsync("last", true, Action("ban", "last"), default);

        LeaderboardStoreState state = await Fixture.OpenAsync();
        state.Banned.Should().BeEquivalentTo(Enumerable.Range(0, 200).Where(i => calls[i].IsCompletedSuccessfully).Select(i => $"u{i}").Append("last"));
        (await Store.ReadActionsAsync(1_000, default)).Select(action => action.Subject).Should().BeEquivalentTo(state.Banned);
    }
}
