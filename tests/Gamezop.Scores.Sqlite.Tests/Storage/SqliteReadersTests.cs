namespace Gamezop.Scores.Sqlite.Tests.Storage;

public sealed class SqliteReadersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-readers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Readers_that_come_while_the_connections_are_closed_for_good_are_told_so()
    {
        for (var round = 0; round < 4; round++)
        {
            using var file = new SqliteFile(new SqliteScoresOptions { ConnectionString = $"Data Source={_folder.FullName}/{round}.db" });
            file.Own();
            using var writer = file.OpenForWriting(create: true);
            writer["CREATE TABLE something (number INTEGER)"].Execute();
            var readers = new SqliteReaders(file);
            using var begun = new CountdownEvent(4);
            Task[] reading = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                begun.Signal();
                while (true)
                    readers.Read(session => session["SELECT count(*) FROM something"].Number());
            }))];
            begun.Wait();

            readers.Dispose();
            readers.Dispose();
            foreach (var reader in reading)
                await reader.Awaiting(one => one).Should().ThrowExactlyAsync<ObjectDisposedException>();
        }
    }
}
