using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>What callers do who mean harm or hang up, over bare sockets.</summary>
public sealed class HostileCallerTests
{
    [Theory]
    [InlineData("Content-Length: 104857600", false)]
    [InlineData("Transfer-Encoding: chunked", true)]
    public async Task A_hundred_megabytes_with_a_wrong_key_are_cut_short_and_not_kept_in_memory(string length, bool chunked)
    {
        await using var host = await ScoresHost.StartAsync();
        using var client = await host.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Head("wrong", length));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var answer = ReadAnswerAsync(stream);
        var sent = 0L;
        var block = new byte[chunked ? 65536 + 9 : 65536];
        if (chunked)
        {
            "10000\r\n"u8.CopyTo(block);
            "\r\n"u8.CopyTo(block.AsSpan(^2));
        }

        var act = async () =>
        {
            while (sent < 104_857_600)
            {
                await stream.WriteAsync(block);
                sent += block.Length;
            }
        };

        // The server has closed its side: going on sending fails long before the end.
        await act.Should().ThrowAsync<IOException>();
        sent.Should().BeLessThan(20_000_000);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(50_000_000);
        (await answer).Should().StartWith("HTTP/1.1 401").And.Contain("Connection: close");
        host.Received.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Wrong_key_is_answered_before_any_of_the_body_is_sent()
    {
        await using var host = await ScoresHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.GetStream().WriteAsync(Head("wrong", "Content-Length: 300"));
        (await ReadAnswerAsync(client.GetStream())).Should().StartWith("HTTP/1.1 401");
    }

    [Fact]
    public async Task Caller_that_hangs_up_in_mid_body_leaves_no_event_and_no_error()
    {
        // What the server's own reading makes of it depends on who learns first that the caller is gone: one in some hundreds.
        const int Callers = 2_000;
        await using var host = await ScoresHost.StartAsync();
        for (var i = 0; i < Callers; i++)
        {
            using var client = await host.ConnectAsync();
            await client.GetStream().WriteAsync(Head(ScoresHost.Key, "Content-Length: 300"));
            await client.GetStream().WriteAsync("{\"gameCode\":"u8.ToArray());
            if (i % 2 == 0)
                client.Client.Close(0);
            else
                client.Close();
        }

        // A connection stops after the last of its calls.
        await Deadline.UntilAsync(() =>
            host.Logs.All.Count(line => line.Category.EndsWith("Kestrel.Connections") && line.Text.Contains("stopped.")) >= Callers);
        host.Logs.All.Should().Contain(line => line.Id.Id == 14);
        host.Received.All.Should().BeEmpty();
        host.Logs.Errors.Should().BeEmpty();
        host.Logs.All.Should().NotContain(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task Handler_is_not_cancelled_by_a_caller_that_hangs_up_after_sending()
    {
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler("lambda", async (context, cancellationToken) =>
        {
            entered.SetResult();
            await goOn.Task.WaitAsync(cancellationToken);
            cancellationToken.IsCancellationRequested.Should().BeFalse();
            await context.Services.GetRequiredService<Received>().AddAsync(context);
        }));
        var body = Encoding.UTF8.GetBytes(ScoresHost.Payload());
        using (var client = await host.ConnectAsync())
        {
            await client.GetStream().WriteAsync(Head(ScoresHost.Key, $"Content-Length: {body.Length}"));
            await client.GetStream().WriteAsync(body);
            await entered.Task;
            client.Client.Close(0);
        }

        await Deadline.UntilAsync(() => host.Logs.All.Any(line => line.Text.Contains("reset", StringComparison.OrdinalIgnoreCase)));
        goOn.SetResult();
        (await host.Received.NextAsync()).UserId.Should().Be("123-554-111");
        host.Logs.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Body_longer_than_announced_or_not_chunked_right_is_no_server_error()
    {
        await using var host = await ScoresHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.GetStream().WriteAsync(Head(ScoresHost.Key, "Transfer-Encoding: chunked"));
        await client.GetStream().WriteAsync("zz\r\nnonsense\r\n"u8.ToArray());
        (await ReadAnswerAsync(client.GetStream())).Should().StartWith("HTTP/1.1 400");
        host.Logs.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Body_that_never_comes_is_given_up_after_thirty_seconds_of_the_applications_clock()
    {
        var clock = new FakeTimeProvider();
        await using var host = await ScoresHost.StartAsync(services: services => services
            .AddSingleton<TimeProvider>(clock)
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMinutes(10)));
        using var client = await host.ConnectAsync();
        await client.GetStream().WriteAsync(Head(ScoresHost.Key, "Content-Length: 300"));
        var answer = ReadAnswerAsync(client.GetStream());
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        (await answer).Should().StartWith("HTTP/1.1 408").And.Contain("Connection: close");
        clock.GetUtcNow().Should().BeAfter(clock.Start.AddSeconds(29));
        host.Logs.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 300")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Body_that_does_not_come_is_given_up_for_its_rate_alone_whatever_the_servers_own_rate_is(string length)
    {
        // The deadline's clock stands still.
        await using var host = await ScoresHost.StartAsync(services: services => services
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null));
        using var client = await host.ConnectAsync();
        await client.GetStream().WriteAsync(Head(ScoresHost.Key, length));
        (await ReadAnswerAsync(client.GetStream()).WaitAsync(TimeSpan.FromMinutes(1))).Should().StartWith("HTTP/1.1 408");
        host.Logs.All.Should().ContainSingle(line => line.Id.Id == 15);
    }

    [Fact]
    public async Task Compressed_body_that_is_none_is_no_server_error()
    {
        await using var host = await ScoresHost.StartAsync(services: services => services.AddRequestDecompression(), app: app => app.UseRequestDecompression());
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ScoresHost.Payload()));
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await host.PostAsync(content, ScoresHost.Key);
        ((int)response.StatusCode).Should().Be(400);
        host.Received.All.Should().BeEmpty();
        host.Logs.Errors.Should().BeEmpty();
    }

    private static byte[] Head(string key, string length) =>
        Encoding.ASCII.GetBytes($"POST {ScoresHost.Route} HTTP/1.1\r\nHost: localhost\r\napi-key: {key}\r\n{length}\r\n\r\n");

    private static async Task<string> ReadAnswerAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
