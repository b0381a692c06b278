namespace Gamezop.Scores.Browser.Tests;

[Collection(nameof(BrowserCollection))]
public sealed class FollowLeaderboardTests(Chromium chromium) : IAsyncLifetime
{
    private readonly LiveEndpoint _live = new();
    private HostPage _host = null!;

    public async Task InitializeAsync()
    {
        _host = await HostPage.OpenAsync(chromium, _live.Map);
        await _host.RunAsync(
            """
            () => {
              window.follow = (name, id, options) => gamezop.followLeaderboard("/competitions", id, board => got.push(`${name}:${board.id}:${board.entries[0].score}`), options);
            }
            """);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_board_arrives_again_whenever_it_changes()
    {
        await _host.RunAsync("() => { follow('a', 'knife-daily'); }");
        var connection = await _live.ConnectionAsync();

        connection.Query.Should().Be("?leaderboard=knife-daily&limit=10");
        connection.SendBoard("knife-daily", 1);
        connection.SendBoard("knife-daily", 2);

        await GotAsync("a:knife-daily:1", "a:knife-daily:2");
    }

    [Fact]
    public async Task Window_partition_and_limit_are_asked_for()
    {
        await _host.RunAsync("() => { follow('a', 'knife & co', { window: 'previous', partition: 'IN', limit: 3 }); follow('b', 'all', { partition: 'de', limit: 3 }); }");

        (await _live.ConnectionAsync()).Query.Should().Be("?leaderboard=knife & co,previous,IN&leaderboard=all,current,de&limit=3");
    }

    [Fact]
    public async Task Boards_of_a_page_share_one_connection_and_each_gets_its_own()
    {
        await _host.RunAsync("() => { follow('a', 'one'); follow('b', 'two'); follow('c', 'one'); }");
        var connection = await _live.ConnectionAsync();

        connection.Query.Should().Be("?leaderboard=one&leaderboard=two&limit=10");
        connection.SendBoard("two", 2);
        connection.SendBoard("three", 3);
        connection.SendBoard("one", 1);

        await GotAsync("b:two:2", "a:one:1", "c:one:1");
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task Partitions_of_one_board_are_told_apart()
    {
        await _host.RunAsync("() => { follow('in', 'one', { partition: 'IN' }); follow('de', 'one', { partition: 'DE' }); follow('all', 'one'); }");
        var connection = await _live.ConnectionAsync();

        connection.SendBoard("one", 1, "DE");
        connection.SendBoard("one", 2, "IN");
        connection.SendBoard("one", 3);

        await GotAsync("de:one:1", "in:one:2", "all:one:3");
    }

    [Fact]
    public async Task Two_windows_of_one_board_have_a_connection_each()
    {
        await _host.RunAsync("() => { follow('now', 'one'); follow('before', 'one', { window: 'previous' }); }");
        LiveEndpoint.Connection[] connections = [await _live.ConnectionAsync(), await _live.ConnectionAsync()];

        connections.Single(connection => connection.Query.Contains("previous")).SendBoard("one", 2);
        await GotAsync("before:one:2");
        connections.Single(connection => !connection.Query.Contains("previous")).SendBoard("one", 1);
        await GotAsync("before:one:2", "now:one:1");
    }

    [Fact]
    public async Task The_current_window_is_the_same_by_name_and_by_default()
    {
        await _host.RunAsync("() => { follow('a', 'one'); follow('b', 'one', { window: 'current' }); }");
        var connection = await _live.ConnectionAsync();

        connection.Query.Should().Be("?leaderboard=one&limit=10");
        connection.SendBoard("one", 1);

        await GotAsync("a:one:1", "b:one:1");
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task A_board_that_comes_later_is_asked_for_with_the_others()
    {
        await _host.RunAsync("() => { follow('a', 'one'); }");
        var first = await _live.ConnectionAsync();
        await _host.RunAsync("() => { follow('b', 'two'); }");
        var second = await _live.ConnectionAsync();

        await first.Closed;
        second.Query.Should().Be("?leaderboard=one&leaderboard=two&limit=10");
    }

    [Fact]
    public async Task Who_comes_later_to_the_same_board_has_it_at_once()
    {
        await _host.RunAsync("() => { follow('a', 'one'); }");
        (await _live.ConnectionAsync()).SendBoard("one", 1);
        await GotAsync("a:one:1");

        await _host.RunAsync("() => { window.states = []; follow('b', 'one', { onConnection: isLive => states.push(isLive) }); }");

        await GotAsync("a:one:1", "b:one:1");
        (await _host.Page.EvaluateAsync<string>("states.join()")).Should().Be("true");
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task A_lost_connection_comes_back_and_says_where_it_was()
    {
        await _host.RunAsync("() => { window.states = []; follow('a', 'one', { onConnection: isLive => states.push(isLive) }); }");
        var first = await _live.ConnectionAsync();
        first.SendBoard("one", 1, eventId: "41");
        await GotAsync("a:one:1");
        first.Break();

        var second = await _live.ConnectionAsync();
        second.LastEventId.Should().Be("41");
        second.SendBoard("one", 2);

        await GotAsync("a:one:1", "a:one:2");
        (await _host.Page.EvaluateAsync<string>("states.join()")).Should().Be("true,false,true");
    }

    [Fact]
    public async Task A_server_that_refuses_is_asked_again()
    {
        _live.Refusals.Enqueue(503);
        _live.Refusals.Enqueue(404);
        await _host.RunAsync("() => { follow('a', 'one'); }");

        (await _live.ConnectionAsync()).SendBoard("one", 1);

        await GotAsync("a:one:1");
        _live.Refused.Should().Be(2);
    }

    [Fact]
    public async Task After_the_last_stop_the_connection_is_closed()
    {
        await _host.RunAsync("() => { window.a = follow('a', 'one'); window.b = follow('b', 'one'); }");
        var connection = await _live.ConnectionAsync();
        await _host.RunAsync("() => { a(); a(); }");
        connection.SendBoard("one", 1);
        await GotAsync("b:one:1");

        await _host.RunAsync("() => { b.stop(); }");

        await connection.Closed;
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_no_board_changes_nothing()
    {
        await _host.RunAsync("() => { follow('a', 'one'); }");
        var connection = await _live.ConnectionAsync();
        connection.Send(": a comment\n\n");
        connection.Send("event: leaderboard\ndata: {\n\n");
        connection.Send("event: leaderboard\ndata: null\n\n");
        connection.Send("event: leaderboard\ndata: {\"id\":\"one\"}\n\n");
        connection.Send("event: other\ndata: {\"id\":\"one\",\"entries\":[{\"score\":9}]}\n\n");
        connection.Send("data: {\"id\":\"one\",\"entries\":[{\"score\":9}]}\n\n");
        connection.Send("nonsense\nretry: 5\r\nevent: leaderboard\r");
        connection.Send("\ndata:{\"id\":\"one\",\"ent");
        connection.Send("ries\":[{\"score\":8}]}\r\n\r\n");

        await GotAsync("a:one:8");
        _host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_mistake_in_the_pages_function_does_not_stop_the_stream()
    {
        await _host.RunAsync("() => { gamezop.followLeaderboard('/competitions/', 'one', () => { throw new Error('mine'); }); follow('a', 'one'); }");
        var connection = await _live.ConnectionAsync();
        connection.SendBoard("one", 1);
        connection.SendBoard("one", 2);

        await GotAsync("a:one:1", "a:one:2");
        _host.Errors.Should().HaveCount(2).And.OnlyContain(error => error.Contains("mine"));
    }

    private async Task GotAsync(params string[] expected)
    {
        await _host.WaitAsync($"got.length >= {expected.Length}");
        (await _host.GotAsync()).EnumerateArray().Select(got => got.GetString()).Should().Equal(expected);
    }
}
