using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Benchmarks.Endpoint;

internal static class HandwrittenKey
{
    private static readonly byte[] Expected = SHA256.HashData(Encoding.UTF8.GetBytes(EndpointVariants.Key));

    public static bool IsRight(string? key) => key is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), Expected);
}
