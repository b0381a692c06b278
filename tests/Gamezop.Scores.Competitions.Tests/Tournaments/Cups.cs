using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Definitions and prizes, and events with a duration.</summary>
internal static class Cups
{
    public const string Game = "NyM_JGWcx";

    public static TournamentDefinition Cup(params Prize[] prizes) => new()
    {
        Id = "cup",
        Games = [Game],
        StartsAt = Events.Noon,
        Duration = TimeSpan.FromHours(1),
        Grace = TimeSpan.FromMinutes(10),
        Prizes = prizes,
        Ranking = LeaderboardRanking.Competition,
    };

    public static Prize At(int rank, decimal coins) => Ranks(rank, rank, coins);

    public static Prize Ranks(int? from, int? to, decimal coins) => new() { FromRank = from, ToRank = to, Reward = new Reward("coins", coins) };

    /// <summary>The moment after which a tournament that ends at an instant is settled.</summary>
    public static DateTimeOffset Settled(DateTimeOffset end) => end.AddMinutes(10) + NoBacklog.CallTime + TimeSpan.FromSeconds(1);

    public static Event Played(string user, string play, DateTimeOffset at, double score, GameState? state = null, double seconds = 0, DateTimeOffset? receivedAt = null, string? country = null, string game = Game)
    {
        Event made = Events.At(at, user, score, state ?? GameState.Over, play, game, country: country);
        return new Event(made.Score with { Duration = TimeSpan.FromSeconds(seconds) }, receivedAt ?? made.ReceivedAt);
    }
}
