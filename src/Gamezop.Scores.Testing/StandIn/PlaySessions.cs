using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Gamezop.Scores.Testing;

/// <summary>The game pages that are open; the oldest are forgotten.</summary>
internal sealed class PlaySessions(GamezopStandInOptions options)
{
    private const int Max = 10_000;

    private readonly ConcurrentDictionary<string, PlaySession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public PlaySession Open(StandInGame game, string sub)
    {
        // Unguessable: whoever knows it can post scores for this user.
        PlaySession session = new("s-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), game, sub, options);
        _sessions[session.Id] = session;
        _order.Enqueue(session.Id);
        if (_sessions.Count > Max && _order.TryDequeue(out string? oldest))
            _sessions.TryRemove(oldest, out _);
        return session;
    }

    public PlaySession? Find(string id) => _sessions.GetValueOrDefault(id);
}
