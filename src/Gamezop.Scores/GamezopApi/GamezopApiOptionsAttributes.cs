using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>Checks the ranges that stand as attributes on <see cref="GamezopApiOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class GamezopApiOptionsAttributes : IValidateOptions<GamezopApiOptions>;
