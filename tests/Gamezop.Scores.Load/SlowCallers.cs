using System.Net.Sockets;
using System.Text;

namespace Gamezop.Scores.Load;

/// <summary>Many calls with the right key whose bodies come a byte now and then. Says "ready" once all are under way, and how many were cut off once the server has ended them all or the input ends.</summary>
internal static class SlowCallers
{
    public static async Task<int> RunAsync(int port, int count)
    {
        var clients = new List<TcpClient>();
        for (var i = 0; i < count; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /games/score HTTP/1.1\r\nHost: localhost\r\napi-key: the-key-of-the-tests\r\nContent-Length: 300\r\n\r\n{"));
            clients.Add(client);
        }

        Console.WriteLine("ready");
        using var stop = new CancellationTokenSource();
        var drip = Task.WhenAll(clients.Select(client => DripAsync(client, stop.Token)));
        // The console reads synchronously, whatever its methods are called.
        await Task.WhenAny(drip, Task.Run(Console.In.ReadToEnd));
        await stop.CancelAsync();
        Console.WriteLine($"cut {(await drip).Count(cut => cut)}");
        clients.ForEach(client => client.Dispose());
        return 0;
    }

    /// <returns>Whether the server ended the call.</returns>
    private static async Task<bool> DripAsync(TcpClient client, CancellationToken stop)
    {
        try
        {
            var answer = client.GetStream().ReadAsync(new byte[1], stop).AsTask();
            while (!answer.IsCompleted)
            {
                await client.GetStream().WriteAsync(" "u8.ToArray(), stop);
                await Task.WhenAny(answer, Task.Delay(Random.Shared.Next(500, 1500), stop));
            }

            await answer;
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
