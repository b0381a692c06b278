using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>Writes what one part keeps of a user.</summary>
internal interface IPlayerExport
{
    /// <summary>Writes one or more members of an object that has been begun.</summary>
    ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken);
}
