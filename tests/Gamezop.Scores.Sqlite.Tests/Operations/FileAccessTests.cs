using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>Who may open the files, and what is said while somebody else holds their lock.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class FileAccessTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    [InlineData(63)]
    public async Task Nobody_but_the_owner_may_open_the_files_whatever_the_umask(uint umask)
    {
        var data = Path.Combine(_folder["above"], "data");
        var before = SetMask(umask);
        try
        {
            await using var site = await Site.StartAsync(Path.Combine(data, "scores.db"));
            (await site.PostAsync(Site.Event(1))).Should().Be(HttpStatusCode.OK);
            await Site.EventuallyAsync(async () => (await site.TotalsAsync()).Count == 1);
            await site.Services.GetRequiredService<ISqliteBackup>().BackupAsync(_folder["backup"]);

            Modes(data).Should().HaveCount(8).And.OnlyContain(file => file.Value == OwnerOnly);
            Modes(_folder["backup"]).Should().HaveCount(2).And.OnlyContain(file => file.Value == OwnerOnly);
            string[] folders = [_folder["above"], data, _folder["backup"]];
            folders.Select(File.GetUnixFileMode).Should().AllBeEquivalentTo(OwnersFolder);
        }
        finally
        {
            _ = SetMask(before);
        }
    }

    [Fact]
    public async Task A_folder_and_a_file_that_exist_keep_their_modes()
    {
        var shared = OwnerOnly | UnixFileMode.GroupRead;
        await File.WriteAllBytesAsync(_folder["scores.db"], []);
        File.SetUnixFileMode(_folder["scores.db"], shared);
        File.SetUnixFileMode(_folder.Path, OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

        await using var site = await Site.StartAsync(_folder["scores.db"]);

        File.GetUnixFileMode(_folder["scores.db"]).Should().Be(shared);
        File.GetUnixFileMode(_folder.Path).Should().Be(OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }

    [Theory]
    [InlineData("scores.db", "gamezop-scores")]
    [InlineData("scores-competitions.db", "gamezop-competitions")]
    public async Task Somebody_elses_lock_is_said_with_its_process_and_waited_for(string file, string check)
    {
        await File.WriteAllBytesAsync(_folder[file + ".lock"], []);
        using var holder = Process.Start("flock", [_folder[file + ".lock"], "-c", "echo $$ > " + _folder["held"] + "; exec sleep 1000"]);
        await Site.EventuallyAsync(() => Task.FromResult(new FileInfo(_folder["held"]) is { Exists: true, Length: > 0 }));

        await using (var site = await Site.StartAsync(_folder["scores.db"]))
        {
            var said = await site.UntilAsync(check, HealthStatus.Unhealthy, "holds the lock");
            said.Should().Contain($"process {holder.Id} (flock)").And.Contain(_folder[file + ".lock"]);
            if (file == "scores.db")
                (await site.PostAsync(Site.Event(1))).Should().Be(HttpStatusCode.ServiceUnavailable);

            Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(_folder["held"]))).Kill();
            await holder.WaitForExitAsync();

            await site.UntilAsync(check, HealthStatus.Healthy);
            (await site.PostAsync(Site.Event(1))).Should().Be(HttpStatusCode.OK);
            await Site.EventuallyAsync(async () => (await site.TotalsAsync()).Count == 1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_whose_locks_are_switched_off_does_not_own_the_file(bool isInUse)
    {
        var owner = isInUse ? await Site.StartAsync(_folder["scores.db"]) : null;
        if (owner is not null)
            (await owner.PostAsync(Site.Event(1))).Should().Be(HttpStatusCode.OK);

        var server = Path.Combine(AppContext.BaseDirectory, "Gamezop.Scores.Load.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [server, "server", "0", _folder["scores.db"], _folder["effects"]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" },
        };
        using var process = Process.Start(start)!;
        // One that did own the file would go on for ever.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var kill = limit.Token.Register(process.Kill);
        var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.Should().NotBe(0);
        string.Concat(said).Should().Contain("scores.db.lock cannot be locked").And.Contain("DOTNET_SYSTEM_IO_DISABLEFILELOCKING");
        if (owner is null)
            File.Exists(_folder["scores.db"]).Should().BeFalse("who does not own the file must not make it");
        else
            (await owner.PostAsync(Site.Event(2))).Should().Be(HttpStatusCode.OK);
        await (owner?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, UnixFileMode> Modes(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.GetUnixFileMode);

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
