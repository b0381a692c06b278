using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Testing.Tests.StandIn;

/// <summary>A game page as a browser would have it open, without the browser.</summary>
internal sealed partial class OpenedGame(HttpClient http, JsonElement setup)
{
    public JsonElement Setup => setup;

    public string Session => setup.GetProperty("session").GetString()!;

    public string Code => setup.GetProperty("gameCode").GetString()!;

    public static async Task<OpenedGame> OpenAsync(HttpClient http, string url)
    {
        var page = await http.GetStringAsync(url);
        return new OpenedGame(http, JsonDocument.Parse(SetupScript().Match(page).Groups["json"].Value).RootElement);
    }

    public Task<HttpStatusCode> ReportAsync(string state, double score, int duration, int play = 1) => PostAsync(JsonContent.Create(new { session = Session, play, state, score, duration }));

    public async Task<HttpStatusCode> PostAsync(HttpContent content, string? code = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/g/{code ?? Code}/events") { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    [GeneratedRegex("""id="setup">(?<json>.*?)</script>""", RegexOptions.ExplicitCapture)]
    private static partial Regex SetupScript();
}
