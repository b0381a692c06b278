namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the tournaments.</summary>
internal static class TournamentSql
{
    public const string Tournaments = "SELECT id, document FROM gamezop_tournaments ORDER BY id";
    public const string Occurrences = "SELECT id, tournament, document, joined FROM gamezop_occurrences WHERE leftover = 0 ORDER BY number";
    public const string Marked = """
        SELECT o.id, p.user_id, p.joined_at, p.extra_attempts, p.disqualified, p.placed
        FROM gamezop_tournament_players p JOIN gamezop_occurrences o ON o.number = p.occurrence
        WHERE (p.extra_attempts > 0 OR p.disqualified > 0) AND o.leftover = 0
        """;

    public const string FreePlaces = "DELETE FROM gamezop_tournament_places";

    public const string SaveTournament = "INSERT INTO gamezop_tournaments VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET document = excluded.document";
    public const string RemoveTournament = "DELETE FROM gamezop_tournaments WHERE id = $1";
    public const string SaveOccurrence =
        "INSERT INTO gamezop_occurrences (id, tournament, document) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET document = excluded.document";

    // A name that nobody can ask for makes room for another one of the old name.
    public const string RemoveOccurrence = "UPDATE gamezop_occurrences SET leftover = 1, id = char(0) || number WHERE id = $1";
    public const string NextLeftover = "SELECT number FROM gamezop_occurrences WHERE leftover > 0 LIMIT 1";
    public const string SomePlayers = "SELECT user_id FROM gamezop_tournament_players WHERE occurrence = $1 LIMIT $2";
    public const string RemovePlayer = "DELETE FROM gamezop_tournament_players WHERE occurrence = $1 AND user_id = $2";
    public const string SomePlaces = "SELECT user_id FROM gamezop_tournament_places WHERE occurrence = $1 LIMIT $2";
    public const string FinishRemoval = "DELETE FROM gamezop_occurrences WHERE number = $1";

    public const string OccurrenceNumber = "SELECT number FROM gamezop_occurrences WHERE id = $1";
    public const string PlacesUsed = """
        SELECT o.joined + (SELECT count(*) FROM gamezop_tournament_places p WHERE p.occurrence = o.number AND p.user_id <> $2)
        FROM gamezop_occurrences o WHERE o.number = $1
        """;
    public const string HoldPlace = "INSERT INTO gamezop_tournament_places VALUES ($1, $2) ON CONFLICT DO NOTHING";
    public const string FreePlace = "DELETE FROM gamezop_tournament_places WHERE occurrence = $1 AND user_id = $2";
    public const string Join = """
        INSERT INTO gamezop_tournament_players (occurrence, user_id, joined_at, extra_attempts, disqualified) VALUES ($1, $2, $3, 0, 0)
        ON CONFLICT (occurrence, user_id) DO UPDATE SET joined_at = excluded.joined_at
        """;

    public const string CountJoined = "UPDATE gamezop_occurrences SET joined = joined + $2 WHERE number = $1";

    public const string Player =
        "SELECT joined_at, extra_attempts, disqualified, placed FROM gamezop_tournament_players WHERE occurrence = $1 AND user_id = $2";
    public const string Joined = """
        SELECT user_id, joined_at, extra_attempts, disqualified, placed
        FROM gamezop_tournament_players WHERE occurrence = $1 AND user_id > $2 AND joined_at IS NOT NULL ORDER BY user_id LIMIT $3
        """;

    public const string OfUser = """
        SELECT o.id, p.joined_at, p.extra_attempts, p.disqualified, p.placed
        FROM gamezop_tournament_players p JOIN gamezop_occurrences o ON o.number = p.occurrence
        WHERE p.user_id = $1 AND o.leftover = 0
        """;

    public const string AddPlaced = """
        INSERT INTO gamezop_tournament_players (occurrence, user_id, extra_attempts, disqualified, placed) VALUES ($1, $2, 0, 0, 1)
        ON CONFLICT (occurrence, user_id) DO UPDATE SET placed = 1
        """;

    public const string JoinedNumbers = "SELECT occurrence FROM gamezop_tournament_players WHERE user_id = $1 AND joined_at IS NOT NULL";

    public const string ChangePlayer = """
        INSERT INTO gamezop_tournament_players (occurrence, user_id, joined_at, extra_attempts, disqualified) VALUES ($1, $2, NULL, $3, $4)
        ON CONFLICT (occurrence, user_id) DO UPDATE SET extra_attempts = extra_attempts + excluded.extra_attempts,
            disqualified = max(disqualified, excluded.disqualified)
        """;

    public const string Record =
        "INSERT INTO gamezop_tournament_actions (at, kind, tournament, occurrence, user_id, actor, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    public const string Actions =
        "SELECT at, kind, tournament, occurrence, user_id, actor, reason FROM gamezop_tournament_actions ORDER BY number DESC LIMIT $1";
    public const string ActionsOf =
        "SELECT at, kind, tournament, occurrence, user_id, actor, reason FROM gamezop_tournament_actions WHERE tournament = $1 ORDER BY number DESC LIMIT $2";

    public const string ErasePlayer = "DELETE FROM gamezop_tournament_players WHERE user_id = $1";
    public const string ErasePlaces = "DELETE FROM gamezop_tournament_places WHERE user_id = $1";
    public const string EraseActions = "UPDATE gamezop_tournament_actions SET user_id = NULL WHERE user_id = $1";
}
