using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>What every occurrence works with.</summary>
/// <param name="Tournaments">Keeps occurrences and who takes part.</param>
/// <param name="Rankings">Keeps plays and places.</param>
/// <param name="Rewards">Where prizes are written.</param>
/// <param name="Banned">Who has no place.</param>
/// <param name="Quarantined">Which plays do not count.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record OccurrenceParts(ITournamentStore Tournaments, ILeaderboardStore Rankings, RewardBook Rewards, BannedUsers Banned, QuarantinedPlays Quarantined, TimeProvider Time, ILogger Logger);
