using System.Text.RegularExpressions;

namespace Gamezop.Scores.Competitions;

/// <summary>What can be no ranking's name, whatever there is: told apart from what is only not there.</summary>
internal static partial class QuerySyntax
{
    private const int LongestPartition = 256;

    /// <summary>What is wrong with a query as a sentence, or null.</summary>
    public static string? Check(LeaderboardQuery query, ILeaderboards boards)
    {
        if (query.LeaderboardId.Length == 0)
            return "'leaderboard' must begin with a leaderboard's id.";
        if (!WindowName().IsMatch(query.Window))
            return "'window' must be 'current', 'previous' or a window's key, like 'all', '2026-11-23', '2026-W48', '2026-11' or '20261123T120000Z'.";
        if (string.IsNullOrEmpty(query.Partition))
            return null;
        if (query.Partition.Length > LongestPartition || query.Partition.Any(char.IsControl))
            return "'partition' must be a game code or a country.";
        // A window that closed before a rebuild may have other partitions than the board has now.
        bool byCountry = query.Window == LeaderboardQuery.Current && CountryCode.Normalize(query.Partition) is null
            && boards.Definitions.Any(definition => definition.Id == query.LeaderboardId && definition.PartitionBy == LeaderboardPartition.Country);
        return byCountry ? "'partition' must be a country of two letters." : null;
    }

    [GeneratedRegex("^(current|previous|all|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[0-9]{4}-W[0-9]{2}|[0-9]{8}T[0-9]{6}Z)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowName();
}
