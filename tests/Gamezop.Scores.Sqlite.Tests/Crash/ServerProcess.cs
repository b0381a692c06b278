using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>A real server process on a database file, to be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Add("api-key", "the-key-of-the-tests");
    }

    public static async Task<ServerProcess> StartAsync(TemporaryFolder folder, long? maxBytes = null, string database = "scores.db", string command = "server", string[]? more = null)
    {
        var port = FreePort();
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Gamezop.Scores.Load.dll"), command, port.ToString(), folder[database], folder["effects"],
            .. maxBytes is null ? Array.Empty<string>() : ["--max-bytes", maxBytes.Value.ToString()], .. more ?? [],
        ];
        var server = new ServerProcess(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments))!, port);
        while (await server.TryHealthAsync() is null)
        {
            server._process.HasExited.Should().BeFalse("the server should start");
            await Task.Delay(50);
        }

        return server;
    }

    /// <returns>The answer's status; null when the server did not answer.</returns>
    public async Task<HttpStatusCode?> PostAsync(ScoreEvent scoreEvent) => (await TrySendAsync(() => _client.PostAsync("/games/score", Body(scoreEvent))))?.Status;

    public async Task<(HttpStatusCode Status, string Body)?> PostForAnswerAsync(ScoreEvent scoreEvent) => await TrySendAsync(() => _client.PostAsync("/games/score", Body(scoreEvent)));

    public Task<string?> TryHealthAsync() => TryGetAsync("/health");

    /// <returns>The answer's body; null when the server did not answer.</returns>
    public async Task<string?> TryGetAsync(string path) => (await TrySendAsync(() => _client.GetAsync(new Uri(path, UriKind.Relative))))?.Body;

    /// <summary>SIGKILL: no handler of the process's own runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: what an orchestrator sends.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync();
        _process.ExitCode.Should().Be(0);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _client.Dispose();
    }

    private static ByteArrayContent Body(ScoreEvent scoreEvent) => new(scoreEvent.ToUtf8Json());

    private static async Task<(HttpStatusCode Status, string Body)?> TrySendAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var response = await send();
            return (response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Killed, or disposed of by the test in between.
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
