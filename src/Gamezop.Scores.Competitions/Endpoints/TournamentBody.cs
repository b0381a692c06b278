using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record TournamentBody(
    string Id,
    string Name,
    [property: JsonConverter(typeof(CamelCaseConverter<TournamentStatus>))] TournamentStatus Status,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    int Players,
    bool JoinRequired,
    int? MaxPlayers,
    int? MaxAttempts,
    IReadOnlyList<PrizeBody> Prizes)
{
    public static TournamentBody Of(TournamentInfo info) => new(
        info.Id, info.Name, info.Status, info.StartsAt, info.EndsAt, info.Players, info.Definition.JoinRequired, info.Definition.MaxPlayers, info.Definition.MaxAttempts,
        [.. info.Definition.Prizes.Select(PrizeBody.Of)]);
}
