namespace Gamezop.Scores.Sqlite;

/// <summary>Copies both files, in the order in which nothing is lost.</summary>
internal sealed class SqliteBackup(SqliteFile inbox, SqliteFile competitions) : ISqliteBackup
{
    private const string Unfinished = ".partial";

    public async ValueTask BackupAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        await Task.Run(() => Backup(Path.GetFullPath(folder), cancellationToken), cancellationToken);
    }

    private void Backup(string folder, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(folder);
        // The inbox first: what it says is counted by then is in the competitions' file, which is copied later. What is counted in between comes
        // again after a
        // restore, and counting it once more changes nothing.
        SqliteFile[] files = File.Exists(competitions.Path) ? [inbox, competitions] : [inbox];
        var targets = Array.ConvertAll(files, file => Path.Combine(folder, Path.GetFileName(file.Path)));
        if (Array.Find(targets, File.Exists) is { } taken)
            throw new IOException($"{taken} exists already. Back up into another folder, or remove the old backup first.");
        try
        {
            for (var i = 0; i < files.Length; i++)
            {
                File.Delete(targets[i] + Unfinished);
                files[i].Copy(targets[i] + Unfinished, cancellationToken);
            }
            // What was counted in between is in the log too: a rebuild after a restore needs it.
            if (files.Length > 1)
                inbox.AddTo(targets[0] + Unfinished, EventLogSql.ReleaseInCopy, EventLogSql.AppendToCopy, EventLogSql.NumberOfCopy);
            // Under their names only when both are complete.
            foreach (var target in targets)
                File.Move(target + Unfinished, target);
        }
        catch
        {
            foreach (var target in targets)
                File.Delete(target + Unfinished);
            throw;
        }
    }
}
