using Gamezop.Scores;

namespace YourGames.Tests;

/// <summary>What stands beside the game in your app. It is given every message that the web view hands over.</summary>
/// <param name="gameUrl">The address that the game was opened at.</param>
public sealed class GameDisplay(Uri gameUrl)
{
    public string Text { get; private set; } = "";

    /// <param name="source">The address of the page that sent it, as the web view says: never what the message says.</param>
    /// <param name="message">JSON: an object, or a text that holds one.</param>
    public void Receive(Uri source, string? message)
    {
        if (!IsGame(source) || !ScoreBroadcast.TryParse(message, out var broadcast))
            return;
        Text = broadcast switch
        {
            { Event: { } name } => $"Multiplayer: {name}",
            { State: GameState.Over, Score: { } score } => $"{score} points. They count once your server has them.",
            { Score: { } score } => $"{score} points",
            _ => Text,
        };
    }

    private bool IsGame(Uri source) =>
        Uri.Compare(source, gameUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}

public sealed class YourGameDisplayTests
{
    private readonly Uri _game = new("https://3025.play.gamezop.com/g/NyM_JGWcx?sub=user-1");
    private readonly GameDisplay _display;

    public YourGameDisplayTests() => _display = new GameDisplay(_game);

    [Theory]
    [InlineData("""{"state":"playing","score":30,"duration":1200,"gameCode":"NyM_JGWcx"}""", "30 points")]
    [InlineData("""  "{\"state\":\"over\",\"score\":\"40\"}"  """, "40 points. They count once your server has them.")]
    [InlineData("""{"event":"match_found","matchId":"m-1","players":[]}""", "Multiplayer: match_found")]
    public void What_the_game_says_is_shown(string message, string text)
    {
        _display.Receive(_game, message);

        _display.Text.Should().Be(text);
    }

    [Theory]
    [InlineData("https://evil.example/", """{"state":"over","score":999999}""")]
    [InlineData("http://3025.play.gamezop.com/", """{"state":"over","score":999999}""")]
    [InlineData("https://3025.play.gamezop.com/", """{"state":"over","score":""")]
    [InlineData("https://3025.play.gamezop.com/", null)]
    public void Whatever_else_arrives_changes_nothing(string source, string? message)
    {
        _display.Receive(new Uri(source), message);

        _display.Text.Should().BeEmpty();
    }
}
