namespace Gamezop.Scores.Browser.Tests;

/// <summary>The calls that a game makes in a web view, made here as the game makes them.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class BridgeTests(Chromium chromium)
{
    public static TheoryData<string, string, string> Bridges => new()
    {
        { "listenToAndroid(take)", "AndroidBridge.postMessage", "window.AndroidBridge" },
        { "listenToAndroid(take, { bridge: 'Games', method: 'getGameEvents' })", "Games.getGameEvents", "window.Games" },
        { "listenToIos(take)", "webkit.messageHandlers.observer.postMessage", "window.webkit" },
        { "listenToReactNative(take)", "ReactNativeWebView.postMessage", "window.ReactNativeWebView" },
        { "listenToFlutter(take)", "FlutterWebView.postMessage", "window.FlutterWebView" },
    };

    [Theory]
    [MemberData(nameof(Bridges))]
    public async Task What_the_game_sends_to_the_bridge_arrives(string listen, string bridge, string holder)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        await host.RunAsync($$"""
            () => {
              const take = event => got.push(event);
              window.stop = gamezop.{{listen}};
              {{bridge}}(JSON.stringify({ state: "over", score: 7 }));
              {{bridge}}({ event: "go_home" });
              {{bridge}}("nonsense");
              stop();
            }
            """);

        (await host.Page.EvaluateAsync<string>("JSON.stringify(got.map(event => event.score ?? event.event))")).Should().Be("""[7,"go_home"]""");
        (await host.Page.EvaluateAsync<int>("stop.malformed")).Should().Be(1);
        (await host.Page.EvaluateAsync<bool>($"{holder.Replace("window.", "'")}' in window")).Should().BeFalse("a game that finds a bridge calls it");
        host.Errors.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Bridges))]
    public async Task The_apps_own_bridge_still_gets_everything_and_comes_back(string listen, string bridge, string holder)
    {
        await using var host = await HostPage.OpenAsync(chromium);
        var path = bridge.Split('.');

        (await host.Page.EvaluateAsync<string>($$"""
            () => {
              let place = window;
              for (const name of {{System.Text.Json.JsonSerializer.Serialize(path[..^1])}}) place = place[name] = {};
              const native = [], mine = function (message) { native.push([message, this === place]); };
              place["{{path[^1]}}"] = mine;
              const take = event => { got.push(event); throw new Error("mine"); };
              const stop = gamezop.{{listen}};
              {{bridge}}('{"state":"over"}');
              stop();
              return JSON.stringify([native, got.length, {{bridge}} === mine, {{holder}} !== undefined]);
            }
            """)).Should().Be("""[[["{\"state\":\"over\"}",true]],1,true,true]""");
        host.Errors.Should().ContainSingle().Which.Should().Contain("mine");
    }

    // Android's objects answer for themselves whatever is written on them; others are frozen.
    [Theory]
    [InlineData("new Proxy({}, { get: (_, name) => ({ postMessage: native, close: () => 'closed' })[name], defineProperty: () => true })")]
    [InlineData("Object.freeze({ postMessage: native, close: () => 'closed' })")]
    public async Task A_bridge_that_can_not_be_changed_is_heard_all_the_same(string app)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        (await host.Page.EvaluateAsync<string>($$"""
            () => {
              const said = [], native = message => said.push(message);
              const mine = window.AndroidBridge = {{app}};
              const stop = gamezop.listenToAndroid(event => got.push(event.score));
              AndroidBridge.postMessage('{"state":"over","score":7}');
              const closed = AndroidBridge.close();
              stop();
              AndroidBridge.postMessage("after");
              return JSON.stringify([said, got, closed, AndroidBridge === mine]);
            }
            """)).Should().Be("""[["{\"state\":\"over\",\"score\":7}","after"],[7],"closed",true]""");
        host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_bridge_that_can_be_neither_changed_nor_replaced_is_said_at_once_and_left_as_it_was()
    {
        await using var host = await HostPage.OpenAsync(chromium);

        (await host.Page.EvaluateAsync<string>("""
            () => {
              Object.defineProperty(window, "Games", { value: Object.freeze({ postMessage: () => "native" }) });
              try { gamezop.listenToAndroid(() => {}, { bridge: "Games" }); } catch (error) { return `${error.name} ${error.message} ${Games.postMessage()}`; }
            }
            """)).Should().StartWith("TypeError Games ").And.EndWith(" native");
    }

    [Fact]
    public async Task What_the_app_answers_is_the_games_and_what_the_app_inherits_is_inherited_again()
    {
        await using var host = await HostPage.OpenAsync(chromium);

        (await host.Page.EvaluateAsync<string>("""
            () => {
              window.webkit = { messageHandlers: { observer: Object.create({ postMessage: () => "answer" }) } };
              const stop = gamezop.listenToIos(event => got.push(event.score));
              const answer = webkit.messageHandlers.observer.postMessage({ state: "over", score: 7 });
              stop();
              return JSON.stringify([answer, got, Object.hasOwn(webkit.messageHandlers.observer, "postMessage"), webkit.messageHandlers.observer.postMessage()]);
            }
            """)).Should().Be("""["answer",[7],false,"answer"]""");
    }

    [Fact]
    public async Task What_the_app_adds_to_a_bridge_made_here_stays_after_the_stop()
    {
        await using var host = await HostPage.OpenAsync(chromium);

        (await host.Page.EvaluateAsync<string>("""
            () => {
              const stop = gamezop.listenToIos(() => {});
              webkit.messageHandlers.payments = { postMessage: () => "paid" };
              stop();
              return JSON.stringify([Object.keys(webkit.messageHandlers), webkit.messageHandlers.payments.postMessage()]);
            }
            """)).Should().Be("""[["payments"],"paid"]""");
    }
}
