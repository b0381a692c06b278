namespace Gamezop.Scores;

/// <summary>Copies the SQLite files while they are in use. From dependency injection, with <c>UseSqlite</c>.</summary>
public interface ISqliteBackup
{
    /// <summary>
    /// Writes copies of the inbox's and the competitions' file, under their own names, into a folder. Started on them, an application has every score
    /// that was answered 200
    /// before the call, each one counted or waiting to be counted.
    /// </summary>
    /// <param name="folder">The folder; it is created where it is missing (on Unix with mode 0700). It must not hold files of these names.</param>
    /// <param name="cancellationToken">Breaks the backup off; its files are removed.</param>
    /// <returns>A task that completes when the copies are on the disk.</returns>
    /// <exception cref="IOException">The folder has such files already, or cannot be written to.</exception>
    /// <exception cref="ScoreInboxException">A file cannot be read now.</exception>
    ValueTask BackupAsync(string folder, CancellationToken cancellationToken = default);
}
