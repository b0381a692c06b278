using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>Checks the ranges that are written beside the options; generated.</summary>
[OptionsValidator]
internal sealed partial class ScoreInboxOptionsRules : IValidateOptions<ScoreInboxOptions>;
