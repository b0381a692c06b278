using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Competitions;

/// <summary>Does with a user what operators ask for, everywhere.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class PlayerRegistry(CompetitionsHandler handler, BoardCatalog boards, BannedUsers banned, ILeaderboardStore store, PlayerParts parts, TimeProvider time,
    StoreTime? storeTime = null) : IPlayers
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    // How exactly the store's time is known.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _banning = new(1, 1);

    public bool IsBanned(string userId)
    {
        Check(userId);
        return banned.Contains(userId);
    }

    public async ValueTask BanAsync(string userId, string actor, string reason, CancellationToken cancellationToken)
    {
        Check(userId, actor, reason);
        // First among the banned, then out of the rankings: a score that comes in between stays hidden too. Tournaments and rewards follow the banned by themselves.
        await SetBannedAsync(userId, true, Action("ban", userId, actor, reason), banned.Add, window => window.Hide(userId), cancellationToken);
    }

    public async ValueTask UnbanAsync(string userId, string actor, string reason, CancellationToken cancellationToken)
    {
        Check(userId, actor, reason);
        await SetBannedAsync(userId, false, Action("unban", userId, actor, reason), banned.Remove, window => window.Unhide(userId), cancellationToken);
    }

    public async ValueTask EraseAsync(string userId, string actor, string reason, CancellationToken cancellationToken)
    {
        Check(userId, actor, reason);
        var erasure = new UserErasure(userId, actor, reason);
        // The wish first: from here on it is carried out, if need be after the next start.
        await store.BeginErasureAsync(erasure, cancellationToken);
        await EraseAsync(erasure, cancellationToken);
    }

    /// <summary>Finishes the erasures that a kill, a stop or a failure has cut off.</summary>
    public async ValueTask ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (UserErasure erasure in await store.ReadErasuresAsync(cancellationToken))
            await EraseAsync(erasure, cancellationToken);
    }

    public async ValueTask ExportAsync(string userId, Stream output, CancellationToken cancellationToken)
    {
        Check(userId);
        ArgumentNullException.ThrowIfNull(output);
        await using var writer = new Utf8JsonWriter(output, Indented);
        writer.WriteStartObject();
        writer.WriteString("userId", userId);
        writer.WriteString("exportedAt", time.GetUtcNow());
        writer.WriteBoolean("isBanned", banned.Contains(userId));
        foreach (IPlayerExport part in parts.Exports)
        {
            await part.WriteAsync(userId, writer, cancellationToken);
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }

    public async ValueTask MaintainAsync(CancellationToken cancellationToken)
    {
        CheckReady();
        foreach (IStoreMaintenance file in parts.Stores)
            await file.MaintainAsync(cancellationToken);
    }

    // One after the other: what is kept last is carried out last.
    private async ValueTask SetBannedAsync(string userId, bool isBanned, LeaderboardAction action, Action<string> tell, Action<OpenWindow> change, CancellationToken cancellationToken)
    {
        await _banning.WaitAsync(cancellationToken);
        try
        {
            // Who is being erased stays hidden until that is done.
            bool isErased = !isBanned && (await store.ReadErasuresAsync(cancellationToken)).Any(erasure => erasure.UserId == userId);
            await store.SetBannedAsync(userId, isBanned, action, cancellationToken);
            if (isErased)
                return;
            // It is kept now, so it is carried out everywhere, whoever gives up waiting.
            tell(userId);
            await boards.EverywhereAsync(change, CancellationToken.None);
        }
        finally
        {
            _banning.Release();
        }
    }

    private async ValueTask EraseAsync(UserErasure erasure, CancellationToken cancellationToken)
    {
        string userId = erasure.UserId;
        // What has arrived by now stops at the entrance, what is behind it is waited for. Meanwhile the user is as good as banned: nothing is paid.
        await _banning.WaitAsync(cancellationToken);
        try
        {
            // By the store's clock, which gives events their time of arrival and may be ahead.
            DateTimeOffset now = time.GetUtcNow();
            banned.Erase(userId, storeTime?.Now is { } ahead && ahead > now ? ahead + Precision : now);
            banned.Add(userId);
            await boards.EverywhereAsync(window => window.Hide(userId), cancellationToken);
        }
        finally
        {
            _banning.Release();
        }

        await handler.SettledAsync().WaitAsync(cancellationToken);
        foreach (Func<string, CancellationToken, ValueTask> eraseAsync in parts.Erasures)
            await eraseAsync(userId, cancellationToken);
        await store.EndErasureAsync(userId, Action("erase", "", erasure.Actor, erasure.Reason), cancellationToken);
        banned.Remove(userId);
    }

    private LeaderboardAction Action(string kind, string subject, string actor, string reason) => new(time.GetUtcNow(), kind, subject, actor, reason);

    private void Check(string userId, string actor, string reason)
    {
        Check(userId);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(reason);
    }

    private void Check(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        CheckReady();
    }

    private void CheckReady()
    {
        if (!handler.IsReady)
            throw new LeaderboardsNotReadyException();
    }
}
