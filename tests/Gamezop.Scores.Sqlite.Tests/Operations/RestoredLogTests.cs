using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>An older copy of the file is put in its place while the application runs.</summary>
public sealed class RestoredLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_comes_after_it_was_put_back_is_handled()
    {
        var handled = new ConcurrentDictionary<string, bool>();
        await using var site = await StartAsync(handled);
        await PostAsync(site, handled, 0, 10);
        Copy();
        await PostAsync(site, handled, 10, 20);

        PutBack();

        await PostAsync(site, handled, 20, 25, isAnotherFile: true);
    }

    [Fact]
    public async Task What_comes_after_a_copy_was_put_back_that_is_older_than_the_handler_is_handled()
    {
        await using (var before = await Site.StartAsync(Database))
            await before.SendAsync(Site.Event(0));
        Copy();
        var handled = new ConcurrentDictionary<string, bool>();
        await using var site = await StartAsync(handled);
        await PostAsync(site, handled, 10, 20);

        PutBack();

        await PostAsync(site, handled, 20, 25, isAnotherFile: true);
    }

    private string Database => _folder["scores.db"];

    private Task<Site> StartAsync(ConcurrentDictionary<string, bool> handled) => Site.StartAsync(Database, scores => scores.AddHandler("h", (context, _) =>
    {
        handled[context.Event.GamePlayId] = true;
        return ValueTask.CompletedTask;
    }));

    private void Copy() => Site.Execute(Database, $"VACUUM INTO '{_folder["backup.db"]}'");

    private void PutBack()
    {
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(_folder["backup.db"], Database, overwrite: true);
    }

    private static async Task PostAsync(Site site, ConcurrentDictionary<string, bool> handled, int from, int to, bool isAnotherFile = false)
    {
        for (var i = from; i < to; i++)
        {
            // Until it has seen that its file is another one, it refuses.
            if (isAnotherFile)
                await Site.EventuallyAsync(async () => await site.PostAsync(Site.Event(i)) == HttpStatusCode.OK);
            else
                await site.SendAsync(Site.Event(i));
        }
        await Site.EventuallyAsync(
            () => Task.FromResult(Enumerable.Range(from, to - from).All(i => handled.ContainsKey($"p-{i}"))),
            () => $"of {from} to {to - 1} these were handled: {string.Join(' ', handled.Keys.Order())}");
    }
}
