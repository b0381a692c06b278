using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>The module as a whole: beside its types, and beside the same reader in C#.</summary>
[Collection(nameof(BrowserCollection))]
public sealed partial class ModuleTests(Chromium chromium)
{
    private static readonly string[] Messages =
    [
        """{"state":"over","score":7,"duration":1500,"gameCode":"NyM_JGWcx","gamePlayId":"p","leaderboard":{"id":"b","name":"B","description":"d"}}""",
        """ "{\"state\":\"over\",\"score\":\"7\"}" """, JsonSerializer.Serialize(JsonSerializer.Serialize("""{"state":"over"}""")), """{"state":"paused"}""", """{"state":"OVER"}""", """{"state":""}""", """{"state":null,"event":"go_home"}""",
        """{"state":5,"event":"go_home"}""", """{"event":"match_over","score":5,"players":[]}""", """{"event":""}""", """{"event":7}""", "{}", "[]", "null", "7", "", " ", "{", "NaN", """{"state":"over"} x""",
        """{"state":"over","state":"start"}""", """{"state":"over","score":1,"score":2}""", """{"state":"over","score":"007"}""", """{"state":"over","score":"+7"}""", """{"state":"over","score":".5"}""",
        """{"state":"over","score":"5."}""", """{"state":"over","score":" 5"}""", """{"state":"over","score":"0x10"}""", """{"state":"over","score":"1e3"}""", """{"state":"over","score":"1e999"}""",
        """{"state":"over","score":1e999}""", """{"state":"over","score":"Infinity"}""", """{"state":"over","score":"1,000"}""", """{"state":"over","score":true}""", """{"state":"over","score":[1]}""",
        """{"state":"over","duration":-1}""", """{"state":"over","duration":"0.5"}""", """{"state":"over","gameCode":17,"gamePlayId":{}}""", """{"state":"over","gameCode":""}""",
        """{"state":"over","leaderboard":[]}""", """{"state":"over","leaderboard":{}}""", """{"state":"over","leaderboard":{"id":5,"name":false,"description":""}}""",
        $$"""{"state":"over","a":{{new string('[', 14)}}{{new string(']', 14)}}}""", $$"""{"state":"over","more":"{{new string('x', 65_530)}}"}""", new string('[', 60_000),
        $$"""{"state":"over","score":"{{new string('0', 1_023)}}7"}""", $$"""{"state":"over","score":"{{new string('0', 1_024)}}7"}""",
        $$"""{"state":"over","score":"{{new string('1', 65_000)}}x"}""",
        $$"""{"state":"over","score":"{{new string('1', 65_000)}}"}""", """{"state":"over","score":"5.5.5"}""", """{"state":"over","score":"."}""",
        """{"state":"over","score":"5e"}""", """{"state":"over","score":"-.5e-1"}""",
    ];

    [Fact]
    public async Task A_message_is_the_same_broadcast_in_the_browser_and_in_CSharp()
    {
        await using var host = await HostPage.OpenAsync(chromium);

        foreach (var message in Messages)
        {
            var inBrowser = await host.Page.EvaluateAsync<string>(
                """
                message => {
                  const read = gamezop.parseBroadcast(message);
                  if (read === null) return "none";
                  if (read.event !== undefined) return `multiplayer ${read.event}`;
                  const board = read.leaderboard && [read.leaderboard.id, read.leaderboard.name, read.leaderboard.description];
                  return JSON.stringify([read.state, read.rawState, read.score, read.duration, read.gameCode, read.gamePlayId, board]);
                }
                """,
                message);

            inBrowser.Should().Be(InCSharp(message), message[..Math.Min(message.Length, 80)]);
        }
    }

    [Fact]
    public async Task Every_function_of_the_module_has_its_type()
    {
        await using var host = await HostPage.OpenAsync(chromium);
        var types = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "Gamezop.Scores", "wwwroot", "gamezop-scores.d.ts"));

        (await host.Page.EvaluateAsync<string[]>("Object.keys(gamezop)")).Should().BeEquivalentTo(Function().Matches(types).Select(function => function.Groups["name"].Value));
    }

    private static string InCSharp(string message)
    {
        if (!ScoreBroadcast.TryParse(message, out var read))
            return "none";
        if (read.Event is { } name)
            return $"multiplayer {name}";
        object?[]? board = read.Leaderboard is { } found ? [found.Id, found.Name, found.Description] : null;
        return JsonSerializer.Serialize<object?[]>([read.State.ToString().ToLowerInvariant(), read.RawState, read.Score, read.Duration?.TotalMilliseconds, read.GameCode, read.GamePlayId, board]);
    }

    [GeneratedRegex(@"^export function (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Function();
}
