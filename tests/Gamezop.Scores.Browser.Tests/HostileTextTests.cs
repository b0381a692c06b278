namespace Gamezop.Scores.Browser.Tests;

/// <summary>
/// Texts that are made to keep a page busy. Each would take minutes or hours if a reader looked at a character more than a few times: the tests then end by their limit.
/// </summary>
[Collection(nameof(BrowserCollection))]
public sealed class HostileTextTests(Chromium chromium)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("'1'.repeat(65000) + 'x'")]
    [InlineData("'1'.repeat(32000) + '.' + '1'.repeat(32000) + 'x'")]
    [InlineData("'1e' + '1'.repeat(65000) + 'x'")]
    [InlineData("'+'.repeat(65000)")]
    [InlineData("'1.'.repeat(32000)")]
    [InlineData("' '.repeat(65000) + 'x'")]
    public async Task Numbers_that_are_none_are_read_once(string text)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        var scores = await host.Page.EvaluateAsync<string>(
            $$"""
            () => {
              const text = {{text}}, seen = new Set();
              for (let i = 0; i < 500; i++) for (const name of ["score", "duration"]) seen.add(String(gamezop.parseBroadcast({ state: "over", [name]: text })[name]));
              return [...seen].join();
            }
            """).WaitAsync(Limit);

        scores.Should().Be("null");
    }

    [Theory]
    [InlineData("'data: ' + 'x'.repeat(1000000) + '\\n\\n'", 1)]
    [InlineData("'data: ' + 'x'.repeat(1000000) + '\\n\\n'", 50)]
    [InlineData("':' + ' '.repeat(1000000) + '\\ndata: x\\n\\n'", 10)]
    [InlineData("'data: x\\n'.repeat(100000) + '\\n'", 3)]
    [InlineData("'\\r'.repeat(1000000) + 'data: x\\n\\n'", 7)]
    public async Task A_stream_is_read_once_whatever_pieces_it_comes_in(string text, int piece)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        var events = await host.Page.EvaluateAsync<int>(
            $$"""
            async () => {
              const { EventParser } = await import("/_content/Gamezop.Scores/event-parser.js");
              const text = {{text}};
              let events = 0;
              for (let run = 0; run < 5; run++) {
                const parser = new EventParser(() => events++);
                for (let at = 0; at < text.length; at += {{piece}}) parser.push(text.slice(at, at + {{piece}}));
              }
              return events;
            }
            """).WaitAsync(Limit);

        events.Should().Be(5);
    }

    [Theory]
    [InlineData("'data: ' + 'x'.repeat(1048571)")]
    [InlineData("'x'.repeat(1048577)")]
    [InlineData("'data: 12345678\\n'.repeat(120000)")]
    [InlineData("'data\\n'.repeat(1048577)")]
    public async Task A_line_or_an_event_without_end_is_given_up(string text)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        var error = await host.Page.EvaluateAsync<string>(
            $$"""
            async () => {
              const { EventParser } = await import("/_content/Gamezop.Scores/event-parser.js");
              const text = {{text}}, parser = new EventParser(() => {});
              try {
                for (let at = 0; at < text.length; at += 10000) parser.push(text.slice(at, at + 10000));
                return "none";
              } catch (error) {
                return error.name;
              }
            }
            """).WaitAsync(Limit);

        error.Should().Be("RangeError");
    }

    [Theory]
    [InlineData("id: 1\n\nid: 2\ndata: a\n\ndata: b\n\n", "message a 2|message b 2")]
    [InlineData("event: e\rdata: a\rdata: b\r\rdata:c\r\n\r\n", "e a+b |message c ")]
    [InlineData(": comment\n\ndata\n\nretry: 5\ndata:  x\nunknown: y\n\n", "message  |message  x ")]
    [InlineData("id: (long)\ndata: a\n\n", "message a ")]
    [InlineData("data: a\n", "")]
    public async Task Events_are_read_as_the_standard_says_in_pieces_of_every_size(string text, string expected)
    {
        await using var host = await HostPage.OpenAsync(chromium);

        var read = await host.Page.EvaluateAsync<string[]>(
            """
            async text => {
              const { EventParser } = await import("/_content/Gamezop.Scores/event-parser.js");
              text = text.replace("(long)", "7".repeat(1025));
              const results = [];
              for (let piece = 1; piece <= Math.min(text.length, 40); piece++) {
                const events = [], parser = new EventParser((name, data, id) => events.push(`${name} ${data.replaceAll("\n", "+")} ${id}`));
                for (let at = 0; at < text.length; at += piece) parser.push(text.slice(at, at + piece));
                results.push(events.join("|"));
              }
              return results;
            }
            """,
            text);

        read.Should().OnlyContain(one => one == expected);
    }
}
