namespace Gamezop.Scores.Sqlite;

/// <summary>Files that hold user ids and scores: on Unix nobody but the owner may open them, whatever the process's umask is.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder, and those above it, where they are missing. Folders that exist keep their mode.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // One by one: of several at once the framework gives the mode to the last alone.
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
            CreateFolder(above);
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Creates an empty file, which SQLite takes for a new database; SQLite gives the files beside it the same mode.</summary>
    public static void Create(string path) => Open(path, FileMode.CreateNew).Dispose();

    /// <summary>Opens a file for this handle alone.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
