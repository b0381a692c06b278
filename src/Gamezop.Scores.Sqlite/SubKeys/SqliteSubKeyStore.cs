using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>Users' keys in the inbox's file.</summary>
/// <param name="file">The file. Its owner brings the schema up to date whenever the writer opens it.</param>
/// <param name="writer">The file's writer.</param>
/// <param name="readers">The file's readers.</param>
internal sealed class SqliteSubKeyStore(SqliteFile file, SqliteWriter writer, SqliteReaders readers) : ISubKeyStore
{
    private volatile bool _isOpen;

    public async ValueTask<string?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return readers.Read(session => Find(session, userId));
    }

    public async ValueTask<string> GetOrAddAsync(string userId, string keyId, CancellationToken cancellationToken)
    {
        // Nearly always the user is known, and reading waits for nobody.
        if (await FindAsync(userId, cancellationToken) is { } known)
            return known;
        return await writer.RunAsync(
            session =>
            {
                session[SubKeySql.Add].Execute(userId, keyId);
                return Find(session, userId)!;
            },
            cancellationToken,
            intake: true);
    }

    public async ValueTask RemoveAsync(string userId, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await writer.RunAsync(session => session[SubKeySql.Remove].Execute(userId), cancellationToken);
    }

    // A game URL may be asked for before the host has opened the inbox, or without a host.
    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        file.Own();
        await writer.OpenAsync(cancellationToken);
        _isOpen = true;
    }

    private static string? Find(SqliteSession session, string userId)
    {
        using var rows = session[SubKeySql.Find].Query(userId);
        return rows.Read() ? rows.GetString(0) : null;
    }
}
