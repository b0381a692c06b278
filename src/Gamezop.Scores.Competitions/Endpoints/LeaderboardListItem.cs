using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

internal sealed record LeaderboardListItem(
    string Id,
    [property: JsonConverter(typeof(CamelCaseConverter<LeaderboardOrder>))] LeaderboardOrder Order,
    [property: Description("allTime, daily, weekly, monthly, 'cron <expression>' or 'range <from>/<to>'")] string Window,
    [property: JsonConverter(typeof(CamelCaseConverter<LeaderboardPartition>))] LeaderboardPartition PartitionBy,
    [property: JsonConverter(typeof(CamelCaseConverter<LeaderboardRanking>))] LeaderboardRanking Ranking)
{
    public static LeaderboardListItem Of(LeaderboardDefinition definition) => new(
        definition.Id, definition.Order, JsonNamingPolicy.CamelCase.ConvertName(definition.Window.ToString()), definition.PartitionBy, definition.Ranking);
}
