using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>One request to Gamezop's API: its address, the token where it belongs, and every failure as one kind of exception.</summary>
internal sealed class GamezopApiRequests(IHttpClientFactory clients, GamezopApiOptions options)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public Uri Games(string language) => options.Form is GamezopApiForm.Current
        ? At(options.BaseAddress, $"v3/games?lang={language}")
        : At(options.OlderBaseAddress, $"v3/games?id={Uri.EscapeDataString(options.PropertyId!)}&lang={language}");

    public Uri Leaderboards(string gameCode) => options.Form is GamezopApiForm.Current
        ? At(options.BaseAddress, $"v3/leaderboards-metadata?game-code={gameCode}")
        : At(options.OlderBaseAddress, $"v2/leaderboards/info?code={gameCode}");

    /// <exception cref="GamezopApiException">Whatever went wrong.</exception>
    public async Task<T> GetAsync<T>(Uri address, Func<JsonElement, T?> read)
        where T : class
    {
        HttpStatusCode? status = null;
        try
        {
            using HttpClient client = clients.CreateClient(GamezopApi.ClientName);
            client.MaxResponseContentBufferSize = options.MaxResponseBytes;
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (options.Form is GamezopApiForm.Current)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);

            using HttpResponseMessage response = await client.SendAsync(request);
            status = response.StatusCode;
            if (status is not HttpStatusCode.OK)
                throw Failure(address, $"was answered {(int)status}{Advice(status.Value)}", status);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            return read(Parse(body)) ?? throw Failure(address, "was answered without the list that belongs there", status);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Failure(address, $"was answered with more than the {options.MaxResponseBytes} bytes of MaxResponseBytes", status, exception);
        }
        catch (JsonException exception)
        {
            throw Failure(address, "was answered with something that is not JSON", status, exception);
        }
        catch (OperationCanceledException exception)
        {
            throw Failure(address, "was not answered in time", status, exception);
        }
        catch (Exception exception) when (exception is not GamezopApiException)
        {
            // Handlers that the publisher added throw what they like (an open circuit, a refused proxy).
            throw Failure(address, "failed", status, exception);
        }
    }

    private static Uri At(Uri baseAddress, string path) => new(baseAddress.AbsoluteUri.TrimEnd('/') + "/" + path);

    private static JsonElement Parse(ReadOnlySpan<byte> body) => JsonElement.Parse(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body);

    private static string Advice(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ": check the token of GamezopApiOptions" : "";

    // The path alone: a base address can be private, a query holds the publisher's id.
    private static GamezopApiException Failure(Uri address, string what, HttpStatusCode? status, Exception? cause = null) =>
        new($"The request to Gamezop for {address.AbsolutePath} {what}.", status, cause);
}
