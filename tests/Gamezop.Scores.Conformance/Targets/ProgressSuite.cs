using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class ProgressSuite<TFixture> : TargetStoreSuite<TFixture>
    where TFixture : TargetStoreFixture, new()
{
    private static readonly DateTimeOffset Start = TargetStoreFixture.Start;
    private static readonly PlayKey Play = new("g", "l", "p");
    private static readonly PlayKey Other = new("g", "", "p");

    [Fact]
    public async Task Progress_comes_back_as_it_was_written_with_the_plays_that_are_asked_for()
    {
        ProgressKey key = Key("é/1");
        (await ReadAsync(key)).Should().Match<StoredProgress>(progress => progress.Version == 0 && progress.Parts.Count == 0 && progress.Data.Length == 0);
        (await WriteAsync(Write(key, 0, 1, Part(Play, 10), Part(Other, 20)))).Should().Equal(new ProgressWriteResult(true, false));
        (await WriteAsync(Write(key, 1, 2, Part(Play, 11)))).Should().Equal(new ProgressWriteResult(true, false));
        await Fixture.OpenAsync();

        StoredProgress stored = await ReadAsync(key, Play, new PlayKey("g", "l", "q"));
        (stored.Version, stored.FirstAt, stored.Data.ToArray()[0]).Should().Be((2, Start.AddSeconds(2), (byte)2));
        stored.Parts.Should().ContainSingle().Which.Data.ToArray().Should().Equal(11);
        (await ReadAsync(key, Other)).Parts.Should().ContainSingle().Which.Data.ToArray().Should().Equal(20);
        (await ReadAsync(key)).Parts.Should().BeEmpty();
    }

    [Fact]
    public async Task Progress_and_reward_are_written_together_or_not_at_all()
    {
        (await WriteAsync(Write(Key("ann"), 0, 1) with { Reward = Reward("a") }, Write(Key("bob"), 1, 1) with { Reward = Reward("b") })).Should().Equal(new ProgressWriteResult(true, true), default);
        (await ReadAsync(Key("bob"))).Version.Should().Be(0);
        (await FindAsync("b")).Should().BeNull();
        (await FindAsync("a")).Should().Be(Reward("a") with { Version = 1 });
        (await WriteAsync(Write(Key("ann"), 1, 2) with { Reward = Reward("a", "other") })).Should().Equal(new ProgressWriteResult(true, false));
        (await FindAsync("a"))!.Grant.UserId.Should().Be("ann");
    }

    [Fact]
    public async Task A_reward_that_is_there_is_changed_with_the_progress_or_neither_is()
    {
        await WriteAsync(Write(Key("ann"), 0, 1, Part(Play, 1)) with { Reward = Reward("a") });
        StoredReward reward = (await FindAsync("a"))!;
        StoredReward suspect = reward with { Status = RewardStatus.Withheld, IsSuspect = true, DueAt = null, Note = "why" };
        (await WriteAsync(Write(Key("ann"), 0, 2) with { Reward = suspect })).Should().Equal([default], "the progress has another version");
        (await FindAsync("a")).Should().Be(reward);
        (await WriteAsync(Write(Key("ann"), 1, 2, Part(Play, 2)) with { Reward = suspect })).Should().Equal(new ProgressWriteResult(true, true));
        (await FindAsync("a")).Should().Be(suspect with { Version = 2 });
        (await WriteAsync(Write(Key("ann"), 2, 3, Part(Play, 3)) with { Reward = reward }, Write(Key("bob"), 0, 3))).Should().Equal([default, new ProgressWriteResult(true, false)], "the reward has another version");
        (await ReadAsync(Key("ann"), Play)).Should().Match<StoredProgress>(progress => progress.Version == 2 && progress.Data.ToArray()[0] == 2 && progress.Parts[0].Data.ToArray()[0] == 2);
        (await WriteAsync(Write(Key("ann"), 2, 3) with { Reward = Reward("gone") with { Version = 1 } })).Should().Equal([default], "the reward is not there any more");
        (await FindAsync("a")).Should().Be(suspect with { Version = 2 });
    }

    [Fact]
    public async Task Progress_that_has_a_play_is_found_by_it_whole()
    {
        await WriteAsync(
            Write(Key("ann"), 0, 1, Part(Play, 1), Part(Other, 2), Part(new PlayKey("g", "", "q"), 3)), Write(Key("ann", "2026-11-23"), 0, 2, Part(Other, 4)), Write(Key("ann", "none"), 0, 3),
            Write(new ProgressKey("ann", "u", "all"), 0, 4, Part(new PlayKey("h", "", "p"), 5)), Write(Key("bob"), 0, 5, Part(Play, 6)));
        await Fixture.OpenAsync();
        IReadOnlyList<StoredProgress> found = await Targets.ReadPlayAsync(new PlayId("ann", "g", "p"), default);
        found.Select(progress => (progress.Key, progress.Version, progress.FirstAt, progress.Data.ToArray()[0], Parts: string.Join(",", progress.Parts.Select(part => part.Data.ToArray()[0]).Order())))
            .Should().BeEquivalentTo([(Key("ann"), 1L, Start.AddSeconds(1), (byte)1, "1,2,3"), (Key("ann", "2026-11-23"), 1L, Start.AddSeconds(2), (byte)2, "4")]);
        (await Targets.ReadPlayAsync(new PlayId("ann", "g", "r"), default)).Should().BeEmpty();
        (await Targets.ReadPlayAsync(new PlayId("cid", "g", "p"), default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Of_many_who_write_one_version_one_succeeds()
    {
        IReadOnlyList<ProgressWriteResult>[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Targets.WriteAsync([Write(Key("ann"), 0, (byte)i) with { Reward = Reward($"k{i}") }], default).AsTask())));
        results.Count(result => result[0].Written).Should().Be(1);
        (await Rewards.CountAsync(RewardStatus.Owed, default)).Should().Be(1);
    }

    [Fact]
    public async Task The_latest_is_the_one_that_began_last_then_the_greater_period()
    {
        (await Targets.ReadLatestAsync("ann", "t", default)).Should().BeNull();
        await WriteAsync(
            Write(Key("ann", "b"), 0, 5), Write(Key("ann", "a"), 0, 5), Write(Key("ann", "z"), 0, 4), Write(new ProgressKey("ann", "u", "y"), 0, 9), Write(Key("bob", "y"), 0, 9));
        (await Targets.ReadLatestAsync("ann", "t", default))!.Key.Period.Should().Be("b");
    }

    [Fact]
    public async Task Places_are_never_more_than_there_are_and_stay_whose_they_are()
    {
        IReadOnlyList<bool>[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Targets.TakePlacesAsync([new PlaceRequest(Key($"u{i}"), 7)], default).AsTask())));
        string[] winners = [.. Enumerable.Range(0, 20).Where(i => taken[i][0]).Select(i => $"u{i}")];
        winners.Should().HaveCount(7);
        await Fixture.OpenAsync();
        (await Targets.TakePlacesAsync([.. Enumerable.Range(0, 20).Select(i => new PlaceRequest(Key($"u{i}"), 7))], default)).Should().Equal(Enumerable.Range(0, 20).Select(i => winners.Contains($"u{i}")));
        (await Targets.TakePlacesAsync([new PlaceRequest(new ProgressKey("u", "other", "all"), 1), new PlaceRequest(Key("more"), 8), new PlaceRequest(Key("most"), 8)], default)).Should().Equal(true, true, false);

        await Targets.EraseAsync(winners[0], default);
        await Targets.RemoveTargetAsync("t", default);
        (await Targets.TakePlacesAsync([new PlaceRequest(Key("late"), 8)], default)).Should().Equal([false], "a place that is taken stays taken");
    }

    [Fact]
    public async Task Targets_that_were_saved_are_there_after_a_restart_until_they_are_removed()
    {
        await Targets.SaveTargetAsync(new StoredTarget("a", "1"), default);
        await Targets.SaveTargetAsync(new StoredTarget("b", "2"), default);
        await Targets.SaveTargetAsync(new StoredTarget("a", "3"), default);
        await WriteAsync(Write(new ProgressKey("ann", "b", "all"), 0, 1, Part(Play, 1)), Write(new ProgressKey("ann", "a", "all"), 0, 1));
        await Targets.RemoveTargetAsync("b", default);
        await Fixture.OpenAsync();
        (await Targets.StartAsync(default)).Targets.Should().Equal(new StoredTarget("a", "3"));
        (await ReadAsync(new ProgressKey("ann", "b", "all"), Play)).Version.Should().Be(0);
        (await ReadAsync(new ProgressKey("ann", "a", "all"))).Version.Should().Be(1);
        await WriteAsync(Write(new ProgressKey("ann", "b", "all"), 0, 1));
        (await ReadAsync(new ProgressKey("ann", "b", "all"), Play)).Parts.Should().BeEmpty("its plays went with it");
    }

    [Fact]
    public async Task Uncounted_events_go_by_arrival_some_at_once_and_may_come_again()
    {
        UncountedEvent At(string id, int second) => new(id, UncountedReason.Late, "", "ann", "g", "p", 1, Start, Start.AddSeconds(second));
        await Targets.AddUncountedAsync([At("d", 3), At("a", 0), At("c", 2), At("b", 1)], default);

        (await Targets.RemoveUncountedAsync(Start, 10, default)).Should().BeFalse();
        (await Targets.RemoveUncountedAsync(Start.AddSeconds(3), 2, default)).Should().BeTrue();
        (await Targets.ReadUncountedAsync(null, 10, default)).Should().Equal(At("c", 2), At("d", 3));
        (await Targets.RemoveUncountedAsync(Start.AddSeconds(3), 2, default)).Should().BeFalse();
        await Targets.AddUncountedAsync([At("a", 9)], default);
        (await Targets.ReadUncountedAsync(null, 10, default)).Should().Equal(At("d", 3), At("a", 9));
    }

    [Fact]
    public async Task Uncounted_events_are_listed_once_in_order_of_arrival()
    {
        UncountedEvent[] events = [.. new[] { "b", "a", "c" }.Select((id, i) => new UncountedEvent(id, UncountedReason.Late, "", "ann", "g", "p", 1.5, Start, Start.AddSeconds(i / 2)))];
        await Targets.AddUncountedAsync(events, default);
        await Targets.AddUncountedAsync([events[0] with { ReceivedAt = Start.AddDays(1) }, events[2] with { EventId = "d", UserId = "bob" }], default);
        IReadOnlyList<UncountedEvent> page = await Targets.ReadUncountedAsync(null, 2, default);
        page.Should().Equal(events[1], events[0]);
        (await Targets.ReadUncountedAsync(page[^1], 10, default)).Select(e => e.EventId).Should().Equal("c", "d");
        await Targets.EraseAsync("ann", default);
        (await Targets.ReadUncountedAsync(null, 10, default)).Select(e => e.EventId).Should().Equal("d");
    }

    [Fact]
    public async Task Erasing_a_user_leaves_nothing_of_them_and_all_of_others()
    {
        await WriteAsync(Write(Key("ann"), 0, 1, Part(Play, 1)), Write(Key("bob"), 0, 1, Part(Play, 1)));
        await Targets.EraseAsync("ann", default);
        (await ReadAsync(Key("ann"), Play)).Version.Should().Be(0);
        (await ReadAsync(Key("bob"), Play)).Parts.Should().ContainSingle();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Progress_of_periods_that_are_settled_goes_in_steps_and_the_other_stays(int max)
    {
        ProgressPart[] plays = [.. Enumerable.Range(0, 20).Select(i => Part(new PlayKey("g", "", $"p{i}"), 1))];
        await WriteAsync(
            Write(Key("ann", "1"), 0, 1, plays) with { EndsAt = Start }, Write(Key("bob", "1"), 0, 1, plays) with { EndsAt = Start }, Write(Key("ann", "2"), 0, 1, plays) with { EndsAt = Start.AddTicks(1) },
            Write(Key("ann", "later"), 0, 1) with { EndsAt = Start }, Write(Key("ann"), 0, 1, plays));
        await WriteAsync(Write(Key("ann", "later"), 1, 1) with { EndsAt = Start.AddDays(1) });
        await Targets.TakePlacesAsync([new PlaceRequest(Key("ann", "1"), 1)], default);
        (await Targets.CleanAsync(max, default)).Should().BeFalse("nothing is settled");
        await Targets.SettleAsync(Start, default);
        await Targets.SettleAsync(Start.AddDays(-1), default);
        await Fixture.OpenAsync();
        (await Targets.StartAsync(default)).SettledThrough.Should().Be(Start);
        for (int steps = 0; await Targets.CleanAsync(max, default); steps++)
        {
            (await Targets.ReadPlayAsync(new PlayId("ann", "g", "p19"), default)).Select(progress => (progress.Key.Period, progress.Parts.Count)).Should().BeEquivalentTo([("2", 20), ("all", 20)]);
            steps.Should().BeLessThan(1_000, "it should come to an end");
            if (steps < 5)
                await Fixture.OpenAsync();
        }

        foreach (ProgressKey gone in new[] { Key("ann", "1"), Key("bob", "1") })
            (await ReadAsync(gone, plays[0].Play)).Should().BeEquivalentTo(new { Version = 0L, Parts = Array.Empty<ProgressPart>() });
        foreach (ProgressKey kept in new[] { Key("ann", "2"), Key("ann") })
            (await ReadAsync(kept, [.. plays.Select(play => play.Play)])).Parts.Should().HaveCount(20);
        (await ReadAsync(Key("ann", "later"))).Version.Should().Be(2);
        (await Targets.TakePlacesAsync([new PlaceRequest(Key("ann", "1"), 1)], default)).Should().Equal([false], "the place stays taken");
        await WriteAsync(Write(Key("ann", "1"), 0, 1));
        (await ReadAsync(Key("ann", "1"), plays[0].Play)).Parts.Should().BeEmpty("plays have gone with it");
    }

    private static ProgressKey Key(string user, string period = "all") => new(user, "t", period);

    private static ProgressPart Part(PlayKey play, byte data) => new(play, new[] { data });

    private static ProgressWrite Write(ProgressKey key, long version, byte data, params ProgressPart[] parts) => new(key, version, Start.AddSeconds(data), new[] { data }, parts, null);

    private async Task<StoredProgress> ReadAsync(ProgressKey key, params PlayKey[] plays) => (await Targets.ReadAsync([new ProgressRead(key, plays)], default))[0];

    private async Task<IReadOnlyList<ProgressWriteResult>> WriteAsync(params ProgressWrite[] writes) => await Targets.WriteAsync(writes, default);
}
