using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Competitions;

/// <summary>Everything that keeps something of users.</summary>
/// <param name="Erasures">How each removes a user, in the order in which they are run: events first, since everything else can be computed from them; rewards last, since everything else earns them.</param>
/// <param name="Exports">How each writes what it keeps, in the order of the export.</param>
/// <param name="Stores">The files.</param>
internal sealed record PlayerParts(
    IReadOnlyList<Func<string, CancellationToken, ValueTask>> Erasures, IReadOnlyList<IPlayerExport> Exports, IReadOnlyList<IStoreMaintenance> Stores);
