using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>The players' names, which leaderboards ask for: <see cref="IPlayerDirectory"/>.</summary>
internal sealed class PlayerStore(ArcadeDatabase database) : IPlayerDirectory
{
    public Task AddAsync(Player player, CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO players (id, name) VALUES ($id, $name) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        [("$id", player.Id), ("$name", player.Name)], cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var players = await database.QueryAsync(
            "SELECT id, name FROM players WHERE id IN (SELECT value FROM json_each($ids))",
            [("$ids", System.Text.Json.JsonSerializer.Serialize(userIds))], row => new Player(row.GetString(0), row.GetString(1)), cancellationToken);
        return players.ToDictionary(player => player.Id, player => new PlayerProfile(player.Name, Avatar.UrlOf(player.Id)));
    }
}
