namespace Gamezop.Scores.Sqlite;

/// <summary>Where the file of a connection string is, as Microsoft.Data.Sqlite would find it.</summary>
internal static class SqlitePath
{
    private const string DataDirectory = "DataDirectory";
    private const string Macro = "|DataDirectory|";

    /// <summary>Whether the data directory is asked for and the application has not said where it is.</summary>
    public static bool LacksDirectory(string dataSource) => IsMacro(dataSource) && Directory is null;

    /// <summary>The full path. Relative ones start at the application's data directory where it has set one, else at the current directory.</summary>
    public static string Of(string dataSource)
    {
        var rest = IsMacro(dataSource) ? dataSource[Macro.Length..].TrimStart(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : dataSource;
        return Path.GetFullPath(Directory is { } directory ? Path.Combine(directory, rest) : rest);
    }

    /// <summary>The same file under its own name: two processes that come by different links must meet at one lock.</summary>
    public static string WithoutLink(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string? Directory => AppDomain.CurrentDomain.GetData(DataDirectory) is string { Length: > 0 } directory ? directory : null;

    private static bool IsMacro(string dataSource) => dataSource.StartsWith(Macro, StringComparison.OrdinalIgnoreCase);
}
