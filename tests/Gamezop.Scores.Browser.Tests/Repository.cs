namespace Gamezop.Scores.Browser.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    // Not by the compiler's paths: a deterministic build has none.
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Gamezop.Scores.sln")) ? folder.FullName : Find(folder.Parent!);
}
