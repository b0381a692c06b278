namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement about users' keys.</summary>
internal static class SubKeySql
{
    public const string Find = "SELECT key_id FROM gamezop_sub_keys WHERE user_id = $1";
    public const string Add = "INSERT INTO gamezop_sub_keys (user_id, key_id) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING";
    public const string Remove = "DELETE FROM gamezop_sub_keys WHERE user_id = $1";
}
