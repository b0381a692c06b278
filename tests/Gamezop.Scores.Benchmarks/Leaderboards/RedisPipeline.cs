using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>The least Redis client: commands written together, replies read together.</summary>
internal sealed class RedisPipeline(int port) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 16];

    public void Add(ReadOnlySpan<string> ids, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        foreach (string id in ids)
            Write(text, "ZADD", "board", random.Next().ToString(CultureInfo.InvariantCulture), id);
        Send(text, ids.Length);
    }

    public void AddAndRank(string[] ids, Random random, int pairs)
    {
        var text = new StringBuilder();
        for (int i = 0; i < pairs; i++)
        {
            string id = ids[random.Next(ids.Length)];
            Write(text, "ZADD", "board", random.Next().ToString(CultureInfo.InvariantCulture), id);
            Write(text, "ZREVRANK", "board", id);
        }

        Send(text, pairs * 2);
    }

    public void Dispose() => _client.Dispose();

    private static void Write(StringBuilder text, params ReadOnlySpan<string> parts)
    {
        text.Append(CultureInfo.InvariantCulture, $"*{parts.Length}\r\n");
        foreach (string part in parts)
            text.Append(CultureInfo.InvariantCulture, $"${part.Length}\r\n{part}\r\n");
    }

    // Every reply of these commands is one line.
    private void Send(StringBuilder text, int replies)
    {
        NetworkStream stream = _client.GetStream();
        stream.Write(Encoding.ASCII.GetBytes(text.ToString()));
        while (replies > 0)
        {
            int read = stream.Read(_buffer);
            replies -= _buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }
}
