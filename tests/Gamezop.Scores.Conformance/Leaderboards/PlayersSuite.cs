using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class PlayersSuite<TFixture> : LeaderboardStoreSuite<TFixture>
    where TFixture : LeaderboardStoreFixture, new()
{
    [Fact]
    public async Task What_was_written_is_read_again_also_after_a_restart()
    {
        PlayerWrite written = Set(Player("ann", "IN"), 0, new PlayerEntry(-5, Monday.AddTicks(1), "IN", "p\u00E9", "event"), Play("p1", 1, 2), Play("p2"));
        (await WriteAsync(written)).Written.Should().BeTrue();
        await Fixture.OpenAsync();

        StoredPlayer read = await ReadAsync(Player("ann", "IN"), null);
        (read.Version, read.Entry).Should().Be((1, written.Entry));
        read.Summary.ToArray().Should().Equal(7, 0);
        read.Plays.Select(play => (play.Key.GamePlayId, Data: Convert.ToHexString(play.Data.Span))).Should().BeEquivalentTo([("p1", "0102"), ("p2", "")]);
    }

    [Fact]
    public async Task Users_who_are_not_there_have_version_0_and_each_answer_is_in_its_place()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), Play("p1", 1)), Set(Player("ann", window: Second), 0, Entry(2)));
        PlayerKey nowhere = Player("ann") with { Window = "2027-01-01" };
        IReadOnlyList<StoredPlayer> read = await Store.ReadPlayersAsync(
            Scope, [new(Player("bob"), null), new(Player("ann", window: Second), null), new(Player("ann", "IN"), null), new(nowhere, null), new(Player("ann"), null)], default);
        read.Select(player => (player.Key, player.Version, player.Entry?.Key)).Should().Equal(
            (Player("bob"), 0L, null), (Player("ann", window: Second), 1L, 2L), (Player("ann", "IN"), 0L, null), (nowhere, 0L, null), (Player("ann"), 1L, 1L));
    }

    [Fact]
    public async Task Only_the_plays_that_are_asked_for_are_read()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), Play("p1", 1), Play("p2", 2), new PlayRow(new PlayKey("g", "l", "p1"), new byte[] { 3 })));
        async Task<IEnumerable<int>> Read(params PlayKey[]? plays) => (await ReadAsync(Player("ann"), plays)).Plays.Select(play => (int)play.Data.Span[0]).Order();
        (await Read()).Should().BeEmpty();
        (await Read(new PlayKey("g", "", "p1"))).Should().Equal(1);
        (await Read(new PlayKey("g", "", "p9"))).Should().BeEmpty();
        (await Read(new PlayKey("g", "l", "p1"), new PlayKey("g", "", "p2"), new PlayKey("x", "", "p2"))).Should().Equal(2, 3);
        (await Read(null)).Should().Equal(1, 2, 3);
        (await ReadAsync(Player("ann"), new PlayKey("g", "", "p9"))).Version.Should().Be(1, "the user is there, the play is not");
    }

    [Fact]
    public async Task A_write_changes_and_removes_plays_and_leaves_the_others()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), Play("p1", 1), Play("p2", 2), Play("p3", 3)));
        await WriteAsync(new PlayerWrite(Player("ann"), 1, null, default, [Play("p2", 9)], [new PlayKey("g", "", "p1"), new PlayKey("g", "", "gone")]));
        StoredPlayer read = await ReadAsync(Player("ann"), null);
        (read.Version, read.Entry).Should().Be((2, null));
        read.Summary.IsEmpty.Should().BeTrue();
        read.Plays.Select(play => (play.Key.GamePlayId, play.Data.Span[0])).Should().BeEquivalentTo([("p2", (byte)9), ("p3", (byte)3)]);
        (await EntriesAsync()).Should().BeEmpty("nothing ranks the user any more");
    }

    [Fact]
    public async Task Many_plays_of_one_user_are_changed_and_removed_like_few()
    {
        var expected = new Dictionary<string, byte>();
        var random = new Random(11);
        for (int version = 0; version < 200; version++)
        {
            string[] changed = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"p{random.Next(version + 2)}").Distinct()];
            string[] removed = version % 5 == 4 ? [.. expected.Keys.Except(changed).Take(3)] : [];
            foreach (string play in changed)
                expected[play] = (byte)version;
            foreach (string play in removed)
                expected.Remove(play);
            await WriteAsync(Set(Player("ann"), version, Entry(version), [.. changed.Select(play => Play(play, (byte)version))]) with { RemovedPlays = [.. removed.Select(play => new PlayKey("g", "", play))] });
            string asked = $"p{random.Next(version + 2)}";
            (await ReadAsync(Player("ann"), new PlayKey("g", "", asked))).Plays.Select(play => play.Data.Span[0]).Should().Equal(expected.TryGetValue(asked, out byte data) ? [data] : []);
        }

        (await ReadAsync(Player("ann"), null)).Plays.Select(play => (play.Key.GamePlayId, play.Data.Span[0])).Should().BeEquivalentTo(expected.Select(play => (play.Key, play.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_write_that_expects_another_version_leaves_nothing_behind(long version)
    {
        await WriteAsync(Set(Player("bob"), 0, Entry(5)));
        UncountedEvent late = new("e", UncountedReason.Late, First.Key, "bob", "g", "p", 1, Monday, Monday);
        (await WriteAsync([late], Set(Player("ann"), 0, Entry(1), Play("p1", 1)), Set(Player("bob"), version, Entry(2)), Set(Player("ann", window: Second), 0, Entry(1)))).Written.Should().BeFalse();
        (await EntriesAsync()).Should().Be("/bob=5");
        (await EntriesAsync(Second)).Should().BeEmpty();
        (await ReadAsync(Player("ann"), null)).Version.Should().Be(0);
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().BeEmpty();
        (await WriteAsync(Set(Player("bob"), 1, Entry(2)))).Written.Should().BeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_write_that_hands_back_an_older_row_leaves_nothing_behind(int plays)
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), [.. Enumerable.Range(0, plays).Select(i => Play($"p{i}", 1))]), Set(Player("bob"), 0, Entry(5)));
        StoredPlayer ann = await ReadAsync(Player("ann")), bob = await ReadAsync(Player("bob")), cid = await ReadAsync(Player("cid"));
        PlayerWrite first = Set(Player("ann"), 1, Entry(2), Play("p0", 2), Play("q", 2)) with { Row = ann.Row, RemovedPlays = [new PlayKey("g", "", "p1")] };
        PlayerWrite third = Set(Player("cid"), 0, Entry(3), Play("p0", 3)) with { Row = cid.Row };
        await WriteAsync(Set(Player("bob"), 1, Entry(6)));
        (await WriteAsync(first, third, Set(Player("bob"), 1, Entry(7)) with { Row = bob.Row })).Written.Should().BeFalse();
        (await EntriesAsync()).Should().Be("/ann=1 /bob=6");
        (await ReadAsync(Player("ann"), null)).Plays.Select(play => play.Data.ToArray()[0]).Should().Equal(Enumerable.Repeat((byte)1, plays));
        (await ReadAsync(Player("cid"), null)).Version.Should().Be(0);

        (await WriteAsync(first, third)).Written.Should().BeTrue();
        (await EntriesAsync()).Should().Be("/ann=2 /bob=6 /cid=3");
        (await ReadAsync(Player("ann"), null)).Plays.Where(play => play.Data.Span[0] == 2).Select(play => play.Key.GamePlayId).Should().BeEquivalentTo("p0", "q");
        (await ReadAsync(Player("ann"), null)).Plays.Should().HaveCount(plays == 1 ? 2 : plays);
        (await WriteAsync(third)).Written.Should().BeFalse("the user is there by now");
        await Store.EraseAsync("ann", default);
        (await WriteAsync(Set(Player("ann"), 2, Entry(9)) with { Row = ann.Row })).Written.Should().BeFalse("the user is gone by now");
    }

    [Fact]
    public async Task Of_writers_at_once_that_expect_the_same_version_one_succeeds()
    {
        LeaderboardWriteResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => WriteAsync(Set(Player("ann"), 0, Entry(i)), Set(Player($"own-{i}"), 0, Entry(i))))));
        results.Count(result => result.Written).Should().Be(1);
        (await EntriesAsync()).Split(' ').Should().HaveCount(2, "the others left nothing behind");
    }

    [Fact]
    public async Task Entries_are_read_page_by_page_whatever_the_ids()
    {
        string[] users = ["ann", "Ann", "\u00E9", "\uFFFD", "\U0001F600", " ", "a'b", "ann2"];
        await WriteAsync([.. users.Select((user, i) => Set(Player(user), 0, Entry(i))), .. users.Select((user, i) => Set(Player(user, "IN"), 0, Entry(i))), Set(Player("none"), 0, null)]);
        string all = string.Join(' ', new[] { "", "IN" }.SelectMany(partition => users.Select((user, i) => $"{partition}/{user}={i}")).Order(StringComparer.Ordinal));
        foreach (int page in new[] { 1, 3, 100 })
            (await EntriesAsync(page: page)).Should().Be(all);
    }

    [Fact]
    public async Task Those_ahead_are_counted_by_score_time_and_id_without_hidden_ones()
    {
        await WriteAsync(
            Set(Player("low"), 0, Entry(9)), Set(Player("early"), 0, Entry(5, 1)), Set(Player("\uFFFD"), 0, Entry(5, 2)), Set(Player("\U0001F600"), 0, Entry(5, 2)), Set(Player("late"), 0, Entry(5, 3)),
            Set(Player("best"), 0, Entry(-9)), Set(Player("banned"), 0, Entry(-8)), Set(Player("erased"), 0, Entry(-7)), Set(Player("none"), 0, null), Set(Player("other", "IN"), 0, Entry(-10)), Set(Player("day", window: Second), 0, Entry(-10)));
        await Store.SetBannedAsync("banned", true, Action("ban", "banned"), default);
        await Store.BeginErasureAsync(new UserErasure("erased", "olga", "ticket"), default);
        async Task<int> Ahead(string user, long key, int second) => await Store.CountAheadAsync(Scope, Player(user), key, Monday.AddSeconds(second), default);
        (await Ahead("best", -9, 0)).Should().Be(0);
        (await Ahead("early", 5, 1)).Should().Be(1);
        (await Ahead("\uFFFD", 5, 2)).Should().Be(2);
        (await Ahead("\U0001F600", 5, 2)).Should().Be(3);
        (await Ahead("late", 5, 3)).Should().Be(4);
        (await Ahead("low", 9, 0)).Should().Be(5);
        (await Store.CountAheadAsync(Scope, Player("x") with { Window = "2027-01-01" }, 0, Monday, default)).Should().Be(0);
    }

    [Fact]
    public async Task Uncounted_events_go_by_arrival_some_at_once_and_may_come_again()
    {
        UncountedEvent At(string id, int second) => new(id, UncountedReason.Late, First.Key, "ann", "g", "p", 1, Monday, Monday.AddSeconds(second));
        await WriteAsync([At("d", 3), At("a", 0), At("c", 2), At("b", 1)]);

        (await Store.RemoveUncountedAsync(Monday, 10, default)).Should().BeFalse();
        (await Store.RemoveUncountedAsync(Monday.AddSeconds(3), 2, default)).Should().BeTrue();
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().Equal(At("c", 2), At("d", 3));
        (await Store.RemoveUncountedAsync(Monday.AddSeconds(3), 2, default)).Should().BeFalse();
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().Equal(At("d", 3));
        await WriteAsync([At("a", 9)]);
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().Equal(At("d", 3), At("a", 9));
    }

    [Fact]
    public async Task Uncounted_events_are_listed_once_by_arrival()
    {
        UncountedEvent At(string id, int second, double score = 1.5) => new(id, UncountedReason.OutOfRange, First.Key, "ann", "g", "p", score, Monday, Monday.AddSeconds(second));
        await WriteAsync([At("b", 2), At("c", 1), At("a", 2)]);
        await WriteAsync([At("a", 2), At("a", 9), At("d", 3, -0.25)]);
        UncountedEvent[] expected = [At("c", 1), At("a", 2), At("b", 2), At("d", 3, -0.25)];
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().Equal(expected);
        (await Store.ReadUncountedAsync(Scope, expected[1], 1, default)).Should().Equal(expected[2]);
        (await Store.ReadUncountedAsync(Scope, expected[3], 10, default)).Should().BeEmpty();
    }
}
