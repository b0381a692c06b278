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
              {{bridge}}?.("after");
            }
            """);

        (await host.Page.EvaluateAsync<string>("JSON.stringify(got.map(event => event.score ?? event.event))")).Should().Be("""[7,"go_home"]""");
        (await host.Page.EvaluateAsync<int>("stop.malformed")).Should().Be(1);
        (await host.Page.EvaluateAsync<bool>($"{holder} !== undefined")).Should().BeTrue();
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
}
