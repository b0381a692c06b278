using System.Globalization;
using System.Runtime.InteropServices;

namespace Gamezop.Scores.Sqlite;

/// <summary>Who holds the lock on a file, as far as the operating system tells: only Linux does.</summary>
internal static partial class LockHolder
{
    private const int CurrentFolder = -100;
    private const uint WantsInode = 0x100;
    private const int InodeOffset = 32;
    private const int StatusLength = 256;

    /// <summary>Names the process, e.g. <c>process 1234 (dotnet)</c>.</summary>
    /// <returns>Null where the system does not tell, e.g. of a process in another container.</returns>
    public static string? Find(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return FindInode(path) is { } inode && FindProcess(inode) is { } process ? Describe(process) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// A line is like <c>1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF</c>; with an arrow in second place it is of a process that waits.
    /// </summary>
    private static int? FindProcess(ulong inode)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{inode}");
        foreach (var line in File.ReadLines("/proc/locks"))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "FLOCK", _, _, var id, var place, ..]
                && place.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process > 0)
            {
                return process;
            }
        return null;
    }

    private static string Describe(int process)
    {
        if (process == Environment.ProcessId)
            return string.Create(CultureInfo.InvariantCulture, $"process {process}, which is this one");
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"process {process} ({File.ReadAllText($"/proc/{process}/comm").Trim()})");
        }
        catch (IOException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"process {process}");
        }
    }

    private static ulong? FindInode(string path)
    {
        Span<byte> status = stackalloc byte[StatusLength];
        return GetStatus(CurrentFolder, path, 0, WantsInode, ref MemoryMarshal.GetReference(status)) == 0
            ? MemoryMarshal.Read<ulong>(status[InodeOffset..])
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, ref byte status);
}
