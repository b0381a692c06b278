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
        var database = _folder["scores.db"];
        await using var site = await Site.StartAsync(database, scores => scores.AddHandler("h", (context, _) =>
        {
            handled[context.Event.GamePlayId] = true;
            return ValueTask.CompletedTask;
        }));
        await PostAsync(0, 10, site.SendAsync);
        Site.Execute(database, $"VACUUM INTO '{_folder["backup.db"]}'");
        await PostAsync(10, 20, site.SendAsync);

        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
        File.Move(_folder["backup.db"], database, overwrite: true);

        // Until it has seen that its file is another one, it refuses.
        await PostAsync(20, 25, one => Site.EventuallyAsync(async () => await site.PostAsync(one) == HttpStatusCode.OK));

        async Task PostAsync(int from, int to, Func<ScoreEvent, Task> send)
        {
            for (var i = from; i < to; i++)
                await send(Site.Event(i));
            await Site.EventuallyAsync(
                () => Task.FromResult(Enumerable.Range(from, to - from).All(i => handled.ContainsKey($"p-{i}"))),
                () => $"of {from} to {to - 1} these were handled: {string.Join(' ', handled.Keys.Order())}");
        }
    }
}
