using System.Text.Json;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Competitions;

/// <summary>The name of the key that the user's sub is made with.</summary>
internal sealed class SubKeyExport(ISubKeyStore keys) : IPlayerExport
{
    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken) =>
        writer.WriteString("subKey", await keys.FindAsync(userId, cancellationToken));
}
