using System.Text.Json;

namespace Gamezop.Scores.Browser.Tests;

[Collection(nameof(BrowserCollection))]
public sealed class ListenToGameTests(Chromium chromium) : IAsyncLifetime
{
    private const string Setup =
        """
        () => {
          window.puppets = [];
          addEventListener("message", event => { if (event.data === "puppet") puppets.push(event.source); });
          window.open = (url, sandbox) => new Promise(done => {
            const iframe = document.createElement("iframe");
            if (sandbox) iframe.sandbox = sandbox;
            iframe.src = url;
            iframe.onload = () => done(iframe);
            document.body.append(iframe);
          });
          window.listen = (iframe, options) => gamezop.listenToGame(iframe, event => got.push(event), options);
          window.run = (iframe, code) => iframe.contentWindow.postMessage(code, "*");
        }
        """;

    private const string Marker = """say({ state: "playing", score: 424242 })""";
    private const string MarkerArrived = "got.some(event => event.score === 424242)";

    private PuppetSite _game = null!;
    private HostPage _host = null!;

    public async Task InitializeAsync()
    {
        _game = await PuppetSite.StartAsync();
        _host = await HostPage.OpenAsync(chromium);
        await _host.RunAsync(Setup);
        await _host.RunAsync("async url => { window.game = await open(url); }", _game.Url);
        // What it says when it opens may come after it has loaded.
        await _host.WaitAsync("puppets.length === 1");
        await _host.RunAsync("() => { window.stop = listen(game); window.before = stop.malformed; }");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _game.DisposeAsync();
    }

    public static TheoryData<string> Shapes => ["say({0})", "say(JSON.stringify({0}))", "say(JSON.stringify(JSON.stringify({0})))"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_single_player_broadcast_arrives_from_every_shape(string shape)
    {
        const string Payload = """{ state: "levelup", score: "12.5", duration: 1500, gameCode: "NyM_JGWcx", gamePlayId: 7, leaderboard: { id: "b", name: "B" }, more: [1] }""";
        await GameSaysAsync(shape.Replace("{0}", Payload));

        var got = (await _host.GotAsync())[0];

        got.GetProperty("state").GetString().Should().Be("levelup");
        got.GetProperty("rawState").GetString().Should().Be("levelup");
        got.GetProperty("score").GetDouble().Should().Be(12.5);
        got.GetProperty("duration").GetDouble().Should().Be(1500);
        got.GetProperty("gameCode").GetString().Should().Be("NyM_JGWcx");
        got.GetProperty("gamePlayId").GetString().Should().Be("7");
        got.GetProperty("leaderboard").GetProperty("id").GetString().Should().Be("b");
        got.GetProperty("leaderboard").GetProperty("description").ValueKind.Should().Be(JsonValueKind.Null);
        got.GetProperty("raw").GetProperty("more")[0].GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task What_a_game_does_not_say_is_null_and_an_unknown_state_keeps_its_text()
    {
        await GameSaysAsync("""say({ state: "paused", score: 'high', duration: -1, gameCode: "", leaderboard: "b" })""");

        var got = (await _host.GotAsync())[0];

        got.GetProperty("state").GetString().Should().Be("unknown");
        got.GetProperty("rawState").GetString().Should().Be("paused");
        foreach (var name in (string[])["score", "duration", "gameCode", "gamePlayId", "leaderboard"])
            got.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_multiplayer_broadcast_arrives_as_it_is(string shape)
    {
        const string Payload = """{ event: "match_result", matchId: "m", players: [{ gzpId: "1", score: 3, rank: 1 }, "2"] }""";
        await GameSaysAsync(shape.Replace("{0}", Payload));

        (await _host.Page.EvaluateAsync<string>("JSON.stringify(got[0])")).Should().Be("""{"event":"match_result","matchId":"m","players":[{"gzpId":"1","score":3,"rank":1},"2"]}""");
    }

    [Theory]
    [InlineData("say(1)")]
    [InlineData("say(null)")]
    [InlineData("say([{ state: 'over', score: 1 }])")]
    [InlineData("say('')")]
    [InlineData("say('hello')")]
    [InlineData("say('{')")]
    [InlineData("say('null')")]
    [InlineData("say('[]')")]
    [InlineData("say({})")]
    [InlineData("say({ state: 1, score: 1 })")]
    [InlineData("say({ state: null, event: {} })")]
    [InlineData("say({ state: '', score: 1 })")]
    [InlineData("say({ event: '' })")]
    [InlineData("say(new Date())")]
    [InlineData("say(new Map([['state', 'over']]))")]
    [InlineData("say(new ArrayBuffer(8))")]
    [InlineData("say(10n)")]
    [InlineData("say({ state: 'over', score: 10n })")]
    [InlineData("say(new Error('over'))")]
    [InlineData("say({ state: 'over', when: new Date() })")]
    [InlineData("""say('{"state":"over","score":1,"__proto__":{"polluted":1}}')""")]
    [InlineData("""say(JSON.parse('{"state":"over","score":1,"__proto__":{"polluted":1}}'))""")]
    [InlineData("""say('{"state":"over","more":{"__proto__":{"polluted":1}}}')""")]
    [InlineData("""say('{"state":"over","constructor":{"prototype":{"polluted":1}}}')""")]
    [InlineData("""say('{"event":"match_start","players":[{"__proto__":{"polluted":1}}]}')""")]
    [InlineData("say(JSON.stringify({ state: 'over', more: 'x'.repeat(70000) }))")]
    [InlineData("say({ state: 'over', more: 'x'.repeat(70000) })")]
    [InlineData("say({ state: 'over', more: Array(5000000).fill(0) })")]
    [InlineData("say({ state: 'over', more: Array(2**31) })")]
    [InlineData("say('['.repeat(60000))")]
    [InlineData("let deep = {}; for (let i = 0; i < 20; i++) deep = { deep }; say({ state: 'over', deep })")]
    [InlineData("const round = { state: 'over' }; round.round = round; say(round)")]
    public async Task What_is_no_broadcast_is_counted_and_changes_nothing(string code)
    {
        await GameSaysAsync(code + ";" + Marker);
        await _host.WaitAsync(MarkerArrived);

        (await _host.GotAsync()).GetArrayLength().Should().Be(1, "only the marker is one");
        (await _host.Page.EvaluateAsync<int>("stop.malformed - before")).Should().Be(1);
        (await _host.Page.EvaluateAsync<bool>("({}).polluted === undefined")).Should().BeTrue();
        _host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_frame_of_the_games_origin_is_not_the_game()
    {
        await _host.RunAsync("async url => { const other = await open(url); run(other, \"say({ state: 'over', score: 1 }); say('puppet')\"); }", _game.Url);
        await _host.WaitAsync("puppets.length === 3");

        await OnlyTheMarkerArrivesAsync();
    }

    [Fact]
    public async Task The_page_itself_is_not_the_game()
    {
        await _host.RunAsync("window.postMessage({ state: 'over', score: 1 }, '*')");

        await OnlyTheMarkerArrivesAsync();
    }

    [Fact]
    public async Task A_frame_that_was_led_to_another_origin_is_not_the_game_any_more()
    {
        await using var evil = await PuppetSite.StartAsync();
        await _host.RunAsync("url => { game.contentWindow.location = url; }", evil.Url);
        await _host.WaitAsync("puppets.length === 2");
        await _host.RunAsync("run(game, \"say({ state: 'over', score: 1 }); say('puppet')\")");
        await _host.WaitAsync("puppets.length === 3");

        (await _host.GotAsync()).GetArrayLength().Should().Be(0);
        (await _host.Page.EvaluateAsync<int>("stop.malformed - before")).Should().Be(0, "nobody but the game is listened to");
    }

    [Fact]
    public async Task A_game_behind_a_redirect_is_taken_when_its_origin_is_said()
    {
        await using var there = await PuppetSite.StartAsync();
        await _host.RunAsync(
            "async url => { stop(); window.stop = listen(game, { origin: url }); game.contentWindow.location = url; }", there.Url);
        await _host.WaitAsync("puppets.length === 2");

        await GameSaysAsync(Marker);

        await _host.WaitAsync(MarkerArrived);
    }

    [Theory]
    [InlineData("data:text/html,<script>onmessage=event=>new Function('say',event.data)(p=>parent.postMessage(p,'*'));parent.postMessage('puppet','*')</script>", null)]
    [InlineData(null, "allow-scripts")]
    public async Task Who_has_no_origin_is_never_the_game(string? url, string? sandbox)
    {
        await _host.RunAsync(
            "async ([url, sandbox]) => { const other = await open(url, sandbox); listen(other); run(other, \"say({ state: 'over', score: 1 }); say('puppet')\"); }",
            new[] { url ?? _game.Url, sandbox });
        await _host.WaitAsync("puppets.length === 3");

        await OnlyTheMarkerArrivesAsync();
    }

    [Fact]
    public async Task A_mistake_in_the_pages_function_does_not_stop_the_next_event()
    {
        await _host.RunAsync("() => { stop(); window.stop = gamezop.listenToGame(game, event => { got.push(event); throw new Error('mine'); }); }");

        await GameSaysAsync("say({ state: 'start' });" + Marker);
        await _host.WaitAsync(MarkerArrived);

        (await _host.GotAsync()).GetArrayLength().Should().Be(2);
        _host.Errors.Should().HaveCount(2).And.OnlyContain(error => error.Contains("mine"));
    }

    [Fact]
    public async Task After_stop_nothing_arrives()
    {
        await _host.RunAsync("() => { stop(); stop.stop(); }");

        await GameSaysAsync(Marker + "; say('puppet')");
        await _host.WaitAsync("puppets.length === 2");

        (await _host.GotAsync()).GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("games.example")]
    [InlineData("/games")]
    [InlineData("")]
    [InlineData("data:,")]
    public async Task An_origin_that_is_none_is_said_at_once(string origin) => (await _host.Page.EvaluateAsync<string>(
        "origin => { try { gamezop.listenToGame(game, () => {}, { origin }); return 'taken'; } catch (error) { return error.name; } }", origin)).Should().Be("TypeError");

    [Fact]
    public async Task Misuse_is_said_at_once()
    {
        (await _host.Page.EvaluateAsync<string>("() => { try { gamezop.listenToGame(null, () => {}); } catch (error) { return error.name; } }")).Should().Be("TypeError");
        (await _host.Page.EvaluateAsync<string>("() => { try { gamezop.listenToGame(game); } catch (error) { return error.name; } }")).Should().Be("TypeError");
    }

    private Task GameSaysAsync(string code) => _host.RunAsync("async code => { const count = got.length; run(game, code); for (let i = 0; i < 100 && got.length === count; i++) await new Promise(go => setTimeout(go, 5)); }", code);

    private async Task OnlyTheMarkerArrivesAsync()
    {
        await GameSaysAsync(Marker);
        await _host.WaitAsync(MarkerArrived);
        (await _host.GotAsync()).GetArrayLength().Should().Be(1);
        _host.Errors.Should().BeEmpty();
    }
}
