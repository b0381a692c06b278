using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Competitions;

/// <summary>What the live streams of every mapped group share.</summary>
internal sealed record LiveServices(LiveFeeds Feeds, ILeaderboards Boards, LiveMetrics Metrics, TimeProvider Time, IHostApplicationLifetime Lifetime);
