using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>Checks the ranges that stand as attributes on <see cref="GamezopScoresOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class GamezopScoresOptionsAttributes : IValidateOptions<GamezopScoresOptions>;
