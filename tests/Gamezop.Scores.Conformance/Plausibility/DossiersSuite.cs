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
            Dossier(Play("ann"), 1), Dossier(Play("bob"), 1), Dossier(Play("cid", game: "h"), 1), Dossier(Play("dan", "q"), 1), Dossier(Play("eve") with { Kind = DossierKind.Session }, 1));
        IReadOnlyList<IReadOnlyList<string>> users = await Store.FindUsersAsync([Play("nobody"), Play("", "q"), Play("", "none")], 10, default);
        users[0].Should().BeEquivalentTo("ann", "bob");
        users[1].Should().Equal("dan");
        users[2].Should().BeEmpty();
        (await Store.FindUsersAsync([Play("")], 1, default))[0].Should().ContainSingle();
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

    private static StoredDossier Dossier(DossierKey key, byte data) => new(key, 0, new[] { data }, Start.AddTicks(data));

    private async Task<IReadOnlyList<bool>> WriteAsync(params StoredDossier[] dossiers) => await Store.WriteAsync(dossiers, default);
}
