namespace Gamezop.Scores.Competitions;

/// <summary>What a ranking keeps of a user's entry, together: where millions of users do not fit into the cache, one of them is one access to memory.</summary>
internal readonly record struct RankPlace(long Key, long Ticks, ushort Country);
