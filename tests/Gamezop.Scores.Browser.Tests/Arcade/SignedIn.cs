using System.Net;
using System.Text.RegularExpressions;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Somebody who is signed in and sends what no button of a page sends: every call can be made as the pages make theirs, with their token.</summary>
internal sealed partial class SignedIn : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    private SignedIn(Uri url) => _http = new HttpClient(_handler) { BaseAddress = url };

    public string? Cookie
    {
        get => _handler.CookieContainer.GetCookies(_http.BaseAddress!)["arcade"]?.Value;
        set => _handler.CookieContainer.Add(_http.BaseAddress!, new Cookie("arcade", value));
    }

    /// <summary>Where the site leads after the sign-in.</summary>
    public string? LedTo { get; private set; }

    public static async Task<SignedIn> AsAsync(ArcadeSite site, string name, string? returnUrl = null)
    {
        var visitor = new SignedIn(site.Url);
        var answer = await visitor.PostAsync("/sign-in", "/sign-in", ("name", name), ("returnUrl", returnUrl ?? ""));
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        visitor.LedTo = answer.Headers.Location!.OriginalString;
        return visitor;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    /// <summary>What an open page is told at once.</summary>
    public Task<Stream> OpenFeedAsync() => _http.GetStreamAsync("/me/live");

    /// <summary>The token of a page's form.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups["token"].Value;

    /// <summary>Posts with the token of a page's form.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var token = TokenOf(await _http.GetStringAsync(page));
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await _http.PostAsync(path, form);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
