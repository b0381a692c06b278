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

    [Fact]
    public async Task A_connection_that_has_died_without_a_word_is_left_for_another()
    {
        await _host.Context.Clock.InstallAsync();
        await _host.RunAsync("() => { window.states = []; follow('a', 'one', { onConnection: isLive => states.push(isLive) }); }");
        var first = await _live.ConnectionAsync();
        first.SendBoard("one", 1, eventId: "41");
        await GotAsync("a:one:1");

        // A sign of life is as good as a board.
        await _host.Context.Clock.RunForAsync(30_000);
        first.Send(":\n\n");
        first.SendBoard("one", 2, eventId: "42");
        await GotAsync("a:one:1", "a:one:2");
        await _host.Context.Clock.RunForAsync(30_000);
        _live.HasNoFurtherConnection.Should().BeTrue();

        await _host.Context.Clock.RunForAsync(20_000);
        await first.Closed;
        await _host.WaitAsync("states.includes(false)");
        await _host.Context.Clock.RunForAsync(2_000);
        (await _live.ConnectionAsync()).LastEventId.Should().Be("42");
    }

    [Fact]
    public async Task A_device_that_is_online_again_does_not_trust_the_connection_that_it_had()
    {
        await _host.RunAsync("() => { follow('a', 'one'); }");
        var first = await _live.ConnectionAsync();
        first.SendBoard("one", 1, eventId: "41");
        await GotAsync("a:one:1");

        await _host.RunAsync("() => dispatchEvent(new Event('online'))");

        (await _live.ConnectionAsync()).LastEventId.Should().Be("41");
        await first.Closed;
    }

    [Fact]
    public async Task Who_follows_another_partition_never_gets_what_was_sent_for_the_one_before()
    {
        await _host.RunAsync("() => { window.a = follow('a', 'one'); follow('b', 'two'); }");
        var first = await _live.ConnectionAsync();
        first.SendBoard("two", 2);
        await GotAsync("b:two:2");

        // The first connection's last words reach the page after the change, and before there is another connection.
        await _host.RunAsync(
            """
            () => {
              const later = setTimeout;
              window.setTimeout = (action, delay) => later(action, delay + 500);
              a();
              follow('IN', 'one', { partition: 'IN' });
              window.setTimeout = later;
            }
            """);
        first.SendBoard("one", 1);
        first.SendBoard("two", 3);
        await GotAsync("b:two:2", "b:two:3");
        (await _live.ConnectionAsync()).SendBoard("one", 4, "IN");
        await GotAsync("b:two:2", "b:two:3", "IN:one:4");
    }

    [Fact]
    public async Task A_board_that_was_left_is_not_shown_as_it_was_then()
    {
        await _host.RunAsync("() => { window.a = follow('a', 'one'); follow('b', 'two'); }");
        var first = await _live.ConnectionAsync();
        first.SendBoard("one", 1);
        await GotAsync("a:one:1");
        await _host.RunAsync("() => { a(); }");
        await _live.ConnectionAsync();

        await _host.RunAsync("() => { follow('again', 'one'); }");
        (await _live.ConnectionAsync()).SendBoard("one", 2);

        await GotAsync("a:one:1", "again:one:2");
    }

    [Fact]
    public async Task Codes_of_games_that_differ_in_case_are_two_partitions_and_countries_are_not()
    {
        await _host.RunAsync("() => { follow('ab', 'one', { partition: 'abcdefg' }); follow('AB', 'one', { partition: 'ABCDEFG' }); follow('in', 'one', { partition: 'in' }); }");
        var connection = await _live.ConnectionAsync();

        connection.SendBoard("one", 1, "abcdefg");
        connection.SendBoard("one", 2, "ABCDEFG");
        connection.SendBoard("one", 3, "IN");

        await GotAsync("ab:one:1", "AB:one:2", "in:one:3");
    }

    [Fact]
    public async Task Who_is_stopped_by_another_ones_function_hears_no_more()
    {
        await _host.RunAsync("() => { gamezop.followLeaderboard('/competitions', 'one', () => b()); window.b = follow('b', 'one'); follow('c', 'one'); }");

        (await _live.ConnectionAsync()).SendBoard("one", 1);

        await GotAsync("c:one:1");
    }

    [Fact]
    public async Task A_page_that_is_hidden_for_a_minute_lets_go_and_comes_back_when_somebody_looks()
    {
        await _host.Context.Clock.InstallAsync();
        await _host.RunAsync("() => { window.states = []; follow('a', 'one', { onConnection: isLive => states.push(isLive) }); }");
        await _host.Context.Clock.RunForAsync(10);
        var first = await _live.ConnectionAsync();
        first.SendBoard("one", 1, eventId: "41");
        await GotAsync("a:one:1");

        await ShowAsync(false);
        await RunWithLifeAsync(first, 30_000);
        first.SendBoard("one", 2, eventId: "42");
        await GotAsync("a:one:1", "a:one:2");
        await _host.Context.Clock.RunForAsync(35_000);
        await first.Closed;
        await _host.WaitAsync("states.join() === 'true,false'");

        // Nothing brings it back that nobody sees: neither the network nor another board.
        await _host.RunAsync("() => { dispatchEvent(new Event('online')); follow('b', 'two'); }");
        await _host.Context.Clock.RunForAsync(3_600_000);
        _live.HasNoFurtherConnection.Should().BeTrue();

        await ShowAsync(true);
        await _host.Context.Clock.RunForAsync(10);
        var second = await _live.ConnectionAsync();
        second.Query.Should().StartWith("?leaderboard=one&leaderboard=two&limit=10");
        second.SendBoard("two", 7);
        await GotAsync("a:one:1", "a:one:2", "b:two:7");
        (await _host.Page.EvaluateAsync<string>("states.join()")).Should().Be("true,false,true");
    }

    [Fact]
    public async Task A_page_that_is_hidden_for_a_moment_keeps_its_connection()
    {
        await _host.Context.Clock.InstallAsync();
        await _host.RunAsync("() => { follow('a', 'one'); }");
        await _host.Context.Clock.RunForAsync(10);
        var first = await _live.ConnectionAsync();
        for (var i = 0; i < 3; i++)
        {
            await ShowAsync(false);
            await RunWithLifeAsync(first, 30_000);
            await ShowAsync(true);
        }

        first.SendBoard("one", 1);
        await GotAsync("a:one:1");
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task A_page_that_opens_in_the_background_lets_go_too_and_after_the_last_stop_nothing_comes_back()
    {
        await _host.Context.Clock.InstallAsync();
        await ShowAsync(false);
        await _host.RunAsync("() => { window.a = follow('a', 'one'); }");
        await _host.Context.Clock.RunForAsync(10);
        var first = await _live.ConnectionAsync();
        await RunWithLifeAsync(first, 30_000);
        await _host.Context.Clock.RunForAsync(35_000);
        await first.Closed;

        await _host.RunAsync("() => { a(); }");
        await ShowAsync(true);
        await _host.Context.Clock.RunForAsync(60_000);

        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task Boards_that_are_asked_for_in_another_way_have_another_connection()
    {
        await _host.RunAsync(
            """
            () => {
              const give = () => ({ "x-from": "function" });
              follow('a', 'one', { headers: { "X-From": "a" } });
              follow('b', 'two', { headers: { "x-from": "a" } });
              follow('c', 'three', { headers: give });
              follow('d', 'four', { headers: give });
              follow('e', 'five', { credentials: "omit" });
            }
            """);

        string[] queries = [(await _live.ConnectionAsync()).Query, (await _live.ConnectionAsync()).Query, (await _live.ConnectionAsync()).Query];
        queries.Should().BeEquivalentTo("?leaderboard=one&leaderboard=two&limit=10", "?leaderboard=three&leaderboard=four&limit=10",
            "?leaderboard=five&limit=10");
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Theory]
    [InlineData("{ credentials: 'always' }")]
    [InlineData("{ headers: { 'a b': 'c' } }")]
    [InlineData("{ headers: 7 }")]
    public async Task What_no_request_can_be_made_with_is_an_error_at_once(string options)
    {
        var script = $"() => {{ try {{ follow('a', 'one', {options}); return false; }} catch (error) {{ return error instanceof TypeError; }} }}";

        (await _host.Page.EvaluateAsync<bool>(script)).Should().BeTrue();
        _live.HasNoFurtherConnection.Should().BeTrue();
    }

    [Fact]
    public async Task Headers_that_fail_are_reported_and_asked_for_again()
    {
        await _host.RunAsync(
            "() => { let calls = 0; follow('a', 'one', { headers: () => { if (++calls === 1) throw new Error('no token'); return {}; } }); }");

        (await _live.ConnectionAsync()).SendBoard("one", 1);

        await GotAsync("a:one:1");
        _host.Errors.Should().ContainSingle().Which.Should().Contain("no token");
    }

    private Task ShowAsync(bool isVisible) => _host.RunAsync(
        """
        isVisible => {
          Object.defineProperty(document, "hidden", { value: !isVisible, configurable: true });
          Object.defineProperty(document, "visibilityState", { value: isVisible ? "visible" : "hidden", configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        isVisible);

    // A stream on which nothing comes is given up for that alone.
    private async Task RunWithLifeAsync(LiveEndpoint.Connection connection, int milliseconds)
    {
        for (var left = milliseconds; left > 0; left -= 15_000)
        {
            var marker = await _host.Page.EvaluateAsync<int>("got.length");
            connection.Send("event: leaderboard\ndata: {\"id\":\"one\",\"entries\":[{\"score\":0}]}\n\n");
            await _host.WaitAsync($"got.length > {marker}");
            await _host.RunAsync("() => { got.pop(); }");
            await _host.Context.Clock.RunForAsync(Math.Min(left, 15_000));
        }
    }

    private async Task GotAsync(params string[] expected)
    {
        await _host.WaitAsync($"got.length >= {expected.Length}");
        (await _host.GotAsync()).EnumerateArray().Select(got => got.GetString()).Should().Equal(expected);
    }
}
