namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the rewards.</summary>
internal static class RewardSql
{
    private const string Columns = """
        key, user_id, earned_at, status, due_at, version, source, source_id, period, kind, amount, data, rank, play_id,
        must_claim, is_claimed, claim_within, claim_by, is_leased, attempts, error, changed_at, note, is_suspect
        """;

    // One process owns the file: whoever had begun to pay is gone. Owed is 0.
    public const string FreeLeases = "UPDATE gamezop_rewards SET is_leased = 0, due_at = 0, version = version + 1 WHERE status = 0 AND is_leased = 1";

    public const string Add = $"""
        INSERT INTO gamezop_rewards ({Columns})
        VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        ON CONFLICT (key) DO NOTHING
        """;

    public const string Write = """
        UPDATE gamezop_rewards SET version = version + 1, status = $3, due_at = $4, is_claimed = $5, claim_by = $6, is_leased = $7,
            attempts = $8, error = $9, changed_at = $10, note = $11,
            is_suspect = $12
        WHERE key = $1 AND version = $2
        """;

    public const string Find = $"SELECT {Columns} FROM gamezop_rewards WHERE key = $1";

    public const string OfUser = $"""
        SELECT {Columns} FROM gamezop_rewards
        WHERE user_id = $1 AND (earned_at, key) > ($2, $3) AND earned_at >= $4 AND earned_at < $5 AND ($6 IS NULL OR status = $6)
        ORDER BY earned_at, key LIMIT $7
        """;

    public const string OfStatus = $"""
        SELECT {Columns} FROM gamezop_rewards
        WHERE status = $1 AND (earned_at, key) > ($2, $3) AND earned_at >= $4 AND earned_at < $5 ORDER BY earned_at, key LIMIT $6
        """;

    public const string OfTime = $"""
        SELECT {Columns} FROM gamezop_rewards WHERE (earned_at, key) > ($1, $2) AND earned_at >= $3 AND earned_at < $4 ORDER BY earned_at, key LIMIT $5
        """;

    public const string Due = $"SELECT {Columns} FROM gamezop_rewards WHERE status = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3";
    public const string Count = "SELECT count(*) FROM gamezop_rewards WHERE status = $1";
    public const string Erase = "DELETE FROM gamezop_rewards WHERE user_id = $1";
}
