using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class DossiersSuite<TFixture> : PlausibilityStoreSuite<TFixture>
    where TFixture : PlausibilityStoreFixture, new()
{
    [Fact]
    public async Task What_is_kept_comes_back_in_the_order_that_was_asked_for()
    {
        DossierKey[] keys = [Play("\U0001F600", "é"), Play("ann"), Play("ann") with { Kind = DossierKind.Session }, Play("ann", game: "h"), Play("bob")];
        (await WriteAsync([.. keys.Take(4).Select((key, i) => Dossier(key, (byte)i))])).Should().Equal(true, true, true, true);
        await Fixture.OpenAsync();
        IReadOnlyList<StoredDossier> read = await Store.ReadAsync([.. keys.Reverse()], default);
        read.Select(dossier => dossier.Key).Should().Equal(keys.Reverse());
        read.Select(dossier => dossier.Version).Should().Equal(0, 1, 1, 1, 1);
        read.Skip(1).Select(dossier => (dossier.Data.ToArray()[0], dossier.LastAt)).Should().Equal((3, Start.AddTicks(3)), (2, Start.AddTicks(2)), (1, Start.AddTicks(1)), (0, Start));
    }

    [Fact]
    public async Task Each_change_needs_the_version_it_was_made_from()
    {
        await WriteAsync(Dossier(Play("ann"), 1));
        (await WriteAsync(Dossier(Play("ann"), 2), Dossier(Play("bob"), 2), Dossier(Play("cid"), 2) with { Version = 1 })).Should().Equal(false, true, false);
        (await WriteAsync(Dossier(Play("ann"), 3) with { Version = 1 })).Should().Equal(true);
        IReadOnlyList<StoredDossier> read = await Store.ReadAsync([Play("ann"), Play("bob"), Play("cid")], default);
        read.Select(dossier => dossier.Version).Should().Equal(2, 1, 0);
        read[0].Data.ToArray().Should().Equal(3);
    }

    [Fact]
    public async Task Of_many_who_change_one_version_one_succeeds()
    {
        IReadOnlyList<bool>[] written = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Store.WriteAsync([Dossier(Play("ann"), (byte)i)], default).AsTask())));
        written.Count(one => one[0]).Should().Be(1);
    }

    [Fact]
    public async Task Users_of_a_play_are_found_and_no_others()
    {
        await WriteAsync(
            Dossier(Play("ann"), 1), Dossier(Play("bob"), 1), Dossier(Play("cid", game: "h"), 1), Dossier(Play("dan", "q"), 1),
            Dossier(Play("eve") with { Kind = DossierKind.Session }, 1), Dossier(Play("fay"), 1) with { First = null });
        IReadOnlyList<IReadOnlyList<string>> users = await Store.FindUsersAsync([Play("nobody"), Play("", "q"), Play("", "none")], 10, default);
        users[0].Should().BeEquivalentTo("ann", "bob");
        users[1].Should().Equal("dan");
        users[2].Should().BeEmpty();
        (await Store.FindUsersAsync([Play("")], 1, default))[0].Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_written_along_waits_no_longer_than_the_others_last()
    {
        var others = new TaskCompletionSource();
        var along = Store.WriteAlongAsync([Dossier(Play("ann"), 1), Dossier(Play("bob"), 1) with { Version = 1 }], others.Task, default).AsTask();

        others.SetResult();

        (await along.WaitAsync(TimeSpan.FromSeconds(30))).Should().Equal(true, false);
        await Fixture.OpenAsync();
        (await Store.ReadAsync([Play("ann"), Play("bob")], default)).Select(dossier => dossier.Version).Should().Equal(1, 0);
    }

    [Fact]
    public async Task Users_of_a_play_come_by_their_first_events()
    {
        await WriteAsync(Dossier(Play("ann"), 1) with { First = "2" }, Dossier(Play("bob"), 1) with { First = "3" }, Dossier(Play("cid"), 1) with { First = "1" });
        (await Store.FindUsersAsync([Play("")], 10, default))[0].Should().Equal("cid", "ann", "bob");
        await WriteAsync(Dossier(Play("bob"), 2) with { Version = 1, First = "0" });
        await Fixture.OpenAsync();
        (await Store.FindUsersAsync([Play("")], 2, default))[0].Should().Equal("bob", "cid");
        await Store.EraseAsync("bob", default);
        (await Store.FindUsersAsync([Play("")], 1, default))[0].Should().Equal("cid");
    }

    [Fact]
    public async Task Plays_of_a_session_are_found_page_by_page_and_go_with_their_user_or_their_age()
    {
        DossierKey session = Play("ann", "s") with { Kind = DossierKind.Session };
        string[] ids = [.. Enumerable.Range(0, 7).Select(i => $"p{i}")];
        await WriteAsync([.. ids.Select((id, i) => Dossier(Play("ann", id), (byte)i) with { Sessions = i == 3 ? ["t", "s"] : ["s"], LastAt = Start.AddDays(i) })]);
        await WriteAsync(Dossier(Play("bob", "p9"), 1) with { Sessions = ["s"] }, Dossier(Play("ann", "p8", game: "h"), 1) with { Sessions = ["s"] }, Dossier(Play("ann", "none"), 1));
        (await PlaysAsync(session)).Should().BeEquivalentTo(ids);
        (await PlaysAsync(session with { Id = "t" })).Should().Equal("p3");
        (await PlaysAsync(session with { Id = "u" })).Should().BeEmpty();
        await WriteAsync(Dossier(Play("ann", "p3"), 9) with { Version = 1, Sessions = null, LastAt = Start.AddDays(3) });
        await Fixture.OpenAsync();
        (await PlaysAsync(session with { Id = "t" })).Should().Equal("p3");
        while (await Store.PruneAsync(Start.AddDays(5), 2, default) > 0)
        {
        }

        (await PlaysAsync(session)).Should().Contain(["p5", "p6"]).And.NotContain(["p0", "p1", "p2", "p3"], "those are long gone");
        await Store.EraseAsync("ann", default);
        (await PlaysAsync(session)).Should().BeEmpty();
        (await PlaysAsync(session with { UserId = "bob" })).Should().BeEmpty("it was as old");

        async Task<IReadOnlyList<string>> PlaysAsync(DossierKey of)
        {
            var plays = new List<string>();
            while (await Store.FindPlaysAsync(of, plays.LastOrDefault(), 2, default) is { Count: > 0 } page)
            {
                page.Count.Should().BeLessThanOrEqualTo(2);
                plays.AddRange(page);
            }

            return plays;
        }
    }

    [Fact]
    public async Task Pruning_removes_a_few_at_a_time_and_only_what_is_old()
    {
        await WriteAsync([.. Enumerable.Range(0, 5).Select(i => Dossier(Play($"u{i}"), (byte)i))]);
        (await Store.PruneAsync(Start.AddTicks(3), 2, default)).Should().Be(2);
        (await Store.PruneAsync(Start.AddTicks(3), 2, default)).Should().Be(1);
        (await Store.PruneAsync(Start.AddTicks(3), 2, default)).Should().Be(0);
        (await Store.ReadAsync([.. Enumerable.Range(0, 5).Select(i => Play($"u{i}"))], default)).Select(dossier => dossier.Version).Should().Equal(0, 0, 0, 1, 1);
        (await Store.FindUsersAsync([Play("")], 10, default))[0].Should().BeEquivalentTo("u3", "u4");
    }

    [Fact]
    public async Task Erasing_a_user_leaves_nothing_of_them_and_all_of_others()
    {
        await WriteAsync(Dossier(Play("ann"), 1), Dossier(Play("ann") with { Kind = DossierKind.Session }, 1), Dossier(Play("bob"), 1));
        await Store.EraseAsync("ann", default);
        (await Store.ReadAsync([Play("ann"), Play("ann") with { Kind = DossierKind.Session }, Play("bob")], default)).Select(dossier => dossier.Version).Should().Equal(0, 0, 1);
        (await Store.FindUsersAsync([Play("")], 10, default))[0].Should().Equal("bob");
    }

    private static DossierKey Play(string user, string id = "p", string game = "g") => new(DossierKind.Play, game, id, user);

    private static StoredDossier Dossier(DossierKey key, byte data) => new(key, 0, new[] { data }, Start.AddTicks(data))
    {
        First = key.Kind == DossierKind.Play ? "1" : null,
    };

    private async Task<IReadOnlyList<bool>> WriteAsync(params StoredDossier[] dossiers) => await Store.WriteAsync(dossiers, default);
}
