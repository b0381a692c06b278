using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class JudgedPlaysSuite<TFixture> : PlausibilityStoreSuite<TFixture>
    where TFixture : PlausibilityStoreFixture, new()
{
    [Fact]
    public async Task What_is_kept_comes_back_whole()
    {
        JudgedPlay play = Play("\U0001F600", 1, JudgedPlayStatus.Rejected) with { IsApplied = false, ChangedAt = Start.AddTicks(1), LastAt = Start.AddTicks(2), Evidence = "[{\"rule\":\"é\"}]" };
        (await SaveAsync(play)).Should().Equal(true);
        await Fixture.OpenAsync();
        JudgedPlay kept = (await Store.FindAsync([play.Play, new PlayId("none", "g", "p")], default)).Should().ContainSingle().Subject;
        kept.Should().Be(play with { Version = 1, Event = kept.Event });
        (kept.Event.EventId, kept.Event.UserId, kept.Event.ReceivedAt, kept.Event.Source).Should().Be((play.Event.EventId, play.Event.UserId, play.Event.ReceivedAt, play.Event.Source));
        kept.Event.Body.ToArray().Should().Equal(play.Event.Body.ToArray());
    }

    [Fact]
    public async Task Each_change_needs_the_version_it_was_made_from()
    {
        await SaveAsync(Play("ann", 1));
        (await SaveAsync(Play("ann", 1), Play("bob", 1), Play("cid", 1) with { Version = 1 })).Should().Equal(false, true, false);
        (await SaveAsync(Play("ann", 1, JudgedPlayStatus.Released) with { Version = 1 })).Should().Equal(true);
        JudgedPlay kept = (await Store.FindAsync([Play("ann", 1).Play], default))[0];
        (kept.Version, kept.Status).Should().Be((2, JudgedPlayStatus.Released));
    }

    [Fact]
    public async Task Lists_go_by_time_and_play_and_have_what_belongs_in_them()
    {
        await SaveAsync(
            Play("é", 1, JudgedPlayStatus.Marked), Play("b", 1), Play("a", 1, JudgedPlayStatus.Rejected), Play("z", 0), Play("\U0001F600", 1, JudgedPlayStatus.Released) with { IsApplied = false },
            Play("\uFFFD", 1, JudgedPlayStatus.Accepted) with { IsApplied = false }, Play("y", 2));
        (await UsersAsync(JudgedPlayList.Open, 2)).Should().Equal("z", "b", "é", "y");
        (await UsersAsync(JudgedPlayList.NotCounting, 1)).Should().Equal("z", "a", "b", "y");
        (await UsersAsync(JudgedPlayList.NotApplied, 1)).Should().Equal("\uFFFD", "\U0001F600");
        // One that is gone, or has another status by now, is a place in the order all the same.
        (await Store.ListAsync(JudgedPlayList.Open, new JudgedPlayPlace(Start.AddSeconds(1), Play("a", 1).Play), 10, default)).Select(play => play.Play.UserId).Should().Equal("b", "é", "y");
    }

    [Fact]
    public async Task A_users_plays_are_read_and_erased_whatever_their_status()
    {
        await SaveAsync(Play("ann", 2), Play("ann", 1, JudgedPlayStatus.Rejected) with { Play = new PlayId("ann", "g", "q") }, Play("bob", 1));
        (await Store.ReadUserAsync("ann", default)).Select(play => play.Play.GamePlayId).Should().Equal("q", "p");
        await Store.EraseAsync("ann", default);
        (await Store.ReadUserAsync("ann", default)).Should().BeEmpty();
        (await UsersAsync(JudgedPlayList.NotCounting, 10)).Should().Equal("bob");
    }

    [Fact]
    public async Task Pruning_leaves_what_does_not_count_and_what_nobody_has_been_told_of()
    {
        await SaveAsync(
            Play("rejected", 1, JudgedPlayStatus.Rejected), Play("quarantined", 1), Play("marked", 1, JudgedPlayStatus.Marked), Play("released", 1, JudgedPlayStatus.Released),
            Play("accepted", 1, JudgedPlayStatus.Accepted), Play("untold", 1, JudgedPlayStatus.Released) with { IsApplied = false }, Play("young", 1, JudgedPlayStatus.Marked) with { LastAt = Start.AddDays(1) });
        (await Store.PruneAsync(Start.AddHours(1), 2, default)).Should().Be(2);
        (await Store.PruneAsync(Start.AddHours(1), 2, default)).Should().Be(1);
        (await Store.PruneAsync(Start.AddHours(1), 2, default)).Should().Be(0);
        string[] users = ["rejected", "quarantined", "marked", "released", "accepted", "untold", "young"];
        (await Store.FindAsync([.. users.Select(user => Play(user, 1).Play)], default)).Select(play => play.Play.UserId).Should().BeEquivalentTo("rejected", "quarantined", "untold", "young");
    }

    private static JudgedPlay Play(string user, int second, JudgedPlayStatus status = JudgedPlayStatus.Quarantined) => new()
    {
        Play = new PlayId(user, "g", "p"),
        Status = status,
        Evidence = "[]",
        Event = new StoredEvent("0123456789abcdef0123456789abcdef", user, Start.AddTicks(7), "{\"score\":1}"u8.ToArray()) { Source = user == "\U0001F600" ? "web" : null },
        Since = Start.AddSeconds(second),
        ChangedAt = Start,
        LastAt = Start,
        IsApplied = true,
    };

    private async Task<IReadOnlyList<bool>> SaveAsync(params JudgedPlay[] plays) => await Store.SaveAsync(plays, default);

    private async Task<IReadOnlyList<string>> UsersAsync(JudgedPlayList list, int size)
    {
        var users = new List<string>();
        JudgedPlayPlace? after = null;
        while (await Store.ListAsync(list, after, size, default) is { Count: > 0 } page)
        {
            page.Count.Should().BeLessThanOrEqualTo(size);
            users.AddRange(page.Select(play => play.Play.UserId));
            after = new JudgedPlayPlace(page[^1].Since, page[^1].Play);
        }

        return users;
    }
}
