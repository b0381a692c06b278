using System.Diagnostics;

namespace Gamezop.Scores.Sqlite.Tests.Crash;

/// <summary>A real file system of a few megabytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    public SmallDisk(string path, int megabytes)
    {
        _path = path;
        Directory.CreateDirectory(path);
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
    }

    public void Resize(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", _path);

    public void Dispose() => Run("umount", "--lazy", _path);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, $"mounting a tmpfs, which needs root, should succeed, but it said: {error}");
    }
}
