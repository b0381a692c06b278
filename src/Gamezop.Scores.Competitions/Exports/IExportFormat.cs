using System.Buffers;

namespace Gamezop.Scores.Competitions;

/// <summary>Turns places into the bytes of a file.</summary>
internal interface IExportFormat
{
    void Begin(IBufferWriter<byte> output);

    void Write(IBufferWriter<byte> output, string window, string partition, LeaderboardEntry entry);
}
