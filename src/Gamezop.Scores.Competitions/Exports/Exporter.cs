using System.Buffers;

namespace Gamezop.Scores.Competitions;

/// <summary>Writes rankings to a stream, a thousand places at a time: whoever reads slowly is waited for.</summary>
internal sealed class Exporter(PlayerNames names)
{
    public async ValueTask WriteAsync(
        IEnumerable<(IWindowView View, string Partition)> rankings, Stream output, LeaderboardExportFormat format, CancellationToken cancellationToken)
    {
        IExportFormat writer = format switch
        {
            LeaderboardExportFormat.Csv => new CsvFormat(),
            LeaderboardExportFormat.JsonLines => new JsonLinesFormat(),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
        };
        var buffer = new ArrayBufferWriter<byte>();
        writer.Begin(buffer);
        foreach ((IWindowView view, string partition) in rankings)
            await foreach (IReadOnlyList<LeaderboardEntry> places in view.ReadAllAsync(partition, cancellationToken))
            {
                foreach (LeaderboardEntry entry in await names.ShowAsync(places, cancellationToken))
                    writer.Write(buffer, view.Info.Key, partition, entry);
                await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }

        // The header of an empty ranking.
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
