using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Exports;

public sealed class ExportTests
{
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Country, Ranking = LeaderboardRanking.Competition };
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);

    [Fact]
    public async Task Csv_has_a_header_and_a_line_for_each_place()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 10.5, 1, country: "in"), Over("bob", 10.5, 2), Over("cid", -3, 3));
        (await CsvAsync(world, "b")).Should().Be(
            "window,partition,rank,userId,score,achievedAt,country,name,avatar\r\n" +
            "2026-11-23,,1,ann,10.5,2026-11-23T12:00:01.000Z,IN,,\r\n2026-11-23,,1,bob,10.5,2026-11-23T12:00:02.000Z,,,\r\n2026-11-23,,3,cid,-3,2026-11-23T12:00:03.000Z,,,\r\n");
        (await CsvAsync(world, new("b", Partition: "IN"))).Should().EndWith("\r\n2026-11-23,IN,1,ann,10.5,2026-11-23T12:00:01.000Z,IN,,\r\n");
        (await CsvAsync(world, new("b", "2026-11-22"))).Should().Be("window,partition,rank,userId,score,achievedAt,country,name,avatar\r\n");
    }

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("\U0001F600 \u00E9", "\U0001F600 \u00E9")]
    public async Task Csv_texts_are_quoted_and_are_no_formulas(string name, string written)
    {
        World world = await World.StartAsync(Daily);
        world.Directory = new Names(name);
        await world.RestartAsync();
        await world.HandleAsync(Over("=ann", 1));
        (await CsvAsync(world, "b")).Should().EndWith($",1,'=ann,1,2026-11-23T12:00:00.000Z,,{written},\r\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public async Task Csv_keeps_long_texts_of_surrogate_pairs_whole(string first)
    {
        World world = await World.StartAsync(Daily);
        string user = first + string.Concat(Enumerable.Repeat("\U0001F600", 48));
        await world.HandleAsync(Over(user, 1));
        (await CsvAsync(world, "b")).Should().Contain($",{user},1,");
    }

    [Fact]
    public async Task Json_lines_are_objects_with_texts_as_they_are()
    {
        World world = await World.StartAsync(Daily);
        world.Directory = new Names("=1\r\n\"x\"");
        await world.RestartAsync();
        await world.HandleAsync(Over("ann", 10.5, 1, country: "in"), Over("-bob", 1e-9, 2));
        string[] lines = (await WriteAsync(world, "b", LeaderboardExportFormat.JsonLines)).TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(2);
        lines[0].Should().Be("""{"window":"2026-11-23","partition":null,"rank":1,"userId":"ann","score":10.5,"achievedAt":"2026-11-23T12:00:01.000Z","country":"IN","name":"=1\r\n\u0022x\u0022"}""");
        JsonDocument.Parse(lines[1]).RootElement.GetProperty("userId").GetString().Should().Be("-bob");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_window_is_exported_as_before_with_gaps_for_who_was_banned(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        await world.HandleAsync(Enumerable.Range(0, 2_345).Select(i => Over($"u{i:0000}", i % 700, i)));
        var monday = new LeaderboardQuery("b", "2026-11-23");
        string live = await CsvAsync(world, monday);
        live.Split("\r\n").Should().HaveCount(2_347);
        await world.CloseAsync(Midnight.AddHours(5));
        (await world.Boards.GetPageAsync(monday)).Window.Closed.Should().BeTrue();
        (await CsvAsync(world, monday)).Should().Be(live);
        await world.Players.BanAsync("u1399", "test", "gap");
        (await CsvAsync(world, monday)).Should().Be(string.Join("\r\n", live.Split("\r\n").Where(line => !line.Contains("u1399", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_changes_while_it_is_written_is_not_in_it()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Enumerable.Range(0, 3_000).Select(i => Over($"u{i:0000}", i, i)));
        string before = await CsvAsync(world, "b");
        using var output = new Interrupted(async () => await world.HandleAsync(Over("u0000", 1e6, 4_000), Over("new", 1e7, 4_000)));
        await world.Boards.ExportAsync("b", output, LeaderboardExportFormat.Csv);
        Encoding.UTF8.GetString(output.ToArray()).Should().Be(before);
        (await CsvAsync(world, "b")).Should().NotBe(before);
    }

    [Fact]
    public async Task An_export_that_is_given_up_ends()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Enumerable.Range(0, 3_000).Select(i => Over($"u{i:0000}", i, i)));
        using var gone = new CancellationTokenSource();
        using var output = new Interrupted(() => gone.CancelAsync());
        await FluentActions.Awaiting(() => world.Boards.ExportAsync("b", output, LeaderboardExportFormat.Csv, gone.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        Encoding.UTF8.GetString(output.ToArray()).Split("\r\n").Should().HaveCount(1_002, "the header, a thousand places, and nothing after the last line break");
    }

    [Fact]
    public async Task A_board_is_exported_with_all_windows_and_partitions()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1, country: "in"), Over("bob", 2, country: "de"));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 3));
        await world.CloseAsync(Midnight.AddHours(5));
        using var output = new MemoryStream();
        await world.Boards.ExportBoardAsync("b", output, LeaderboardExportFormat.Csv);
        Encoding.UTF8.GetString(output.ToArray()).Split("\r\n").Select(line => string.Join(' ', line.Split(',').Take(4))).Should().Equal(
            "window partition rank userId", "2026-11-24  1 ann", "2026-11-23  1 bob", "2026-11-23  2 ann", "2026-11-23 DE 1 bob", "2026-11-23 IN 1 ann", "");
    }

    [Fact]
    public async Task A_board_is_exported_to_the_end_whatever_happens_to_its_windows_meanwhile()
    {
        World world = await World.StartAsync(Daily);
        foreach (int day in new[] { 0, 1, 2, 3 })
        {
            await world.CloseAsync(Noon.AddDays(day));
            await world.HandleAsync(At(Noon.AddDays(day), "ann", day), At(Noon.AddDays(day), "bob", -1));
        }

        using var output = new Interrupted(async () =>
        {
            await world.Boards.DeleteWindowAsync("b", "2026-11-24", "test", "");
            await world.Rebuild.RunClosedAsync("b", ["2026-11-23"], "test", "");
            await world.Players.BanAsync("bob", "test", "");
        });
        await world.Boards.ExportBoardAsync("b", output, LeaderboardExportFormat.Csv);
        Encoding.UTF8.GetString(output.ToArray()).Split("\r\n").Skip(1).Select(line => string.Join(' ', line.Split(',').Take(4))).Should().Equal(
            "2026-11-26  1 ann", "2026-11-26  2 bob", "2026-11-25  1 ann", "2026-11-23  1 ann", "");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_of_a_board_that_is_removed_meanwhile_fails_instead_of_ending_early(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        await world.HandleAsync(Enumerable.Range(0, 1_500).Select(i => Over($"u{i:0000}", i, i)));
        await world.CloseAsync(Midnight.AddHours(5));
        using var output = new Interrupted(async () => await world.Boards.RemoveAsync("b", "test", ""));
        await FluentActions.Awaiting(() => world.Boards.ExportAsync(new("b", "2026-11-23"), output, LeaderboardExportFormat.Csv).AsTask())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*while it was read*");
    }

    [Fact]
    public async Task Anonymous_ids_are_anonymous_in_files_too()
    {
        World world = await World.StartAsync(Daily);
        world.AnonymousIdKey = new byte[16];
        await world.RestartAsync();
        await world.HandleAsync(Over("ann", 1));
        (await CsvAsync(world, "b")).Should().NotContain("ann,").And.Contain((await world.Boards.GetPageAsync("b")).Entries.Single().UserId);
    }

    private static Task<string> CsvAsync(World world, LeaderboardQuery query) => WriteAsync(world, query, LeaderboardExportFormat.Csv);

    private static async Task<string> WriteAsync(World world, LeaderboardQuery query, LeaderboardExportFormat format)
    {
        using var output = new MemoryStream();
        await world.Boards.ExportAsync(query, output, format);
        output.CanWrite.Should().BeTrue("it is the caller's to close");
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private sealed class Names(string name) : IPlayerDirectory
    {
        public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
            new(userIds.ToDictionary(userId => userId, _ => new PlayerProfile(name)));
    }

    private sealed class Interrupted(Func<Task> once) : MemoryStream
    {
        private Func<Task>? _once = once;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await base.WriteAsync(buffer, cancellationToken);
            if (Interlocked.Exchange(ref _once, null) is { } interrupt)
                await interrupt();
        }
    }
}
