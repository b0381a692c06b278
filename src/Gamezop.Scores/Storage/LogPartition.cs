using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Storage;

/// <summary>Which partition a user's events are in: written once for all engines, and never to be changed while a log is kept.</summary>
public static class LogPartition
{
    /// <summary>
    /// The partition of a user: the first four bytes of the SHA-256 of the id in UTF-8, read as a big-endian number, modulo the number of
    /// partitions.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="partitionCount"><see cref="IEventLog.PartitionCount"/>.</param>
    /// <returns>0 to <paramref name="partitionCount"/> - 1.</returns>
    public static int Of(string userId, int partitionCount)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitionCount, 1);
        if (partitionCount == 1)
            return 0;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(userId), hash);
        return (int)(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)partitionCount);
    }
}
