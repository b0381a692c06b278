using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class OpenApiTests
{
    [Theory]
    [InlineData("/competitions/leaderboards", "", "LeaderboardListBody", "200 304 503")]
    [InlineData("/competitions/leaderboards/{id}", "path id! / query window=current / query partition / query offset=0 0..2147483647 / query limit=50 1..1000", "LeaderboardPageBody", "200 304 400 404 503")]
    [InlineData(
        "/competitions/leaderboards/{id}/users/{userId}",
        "path id! / path userId! / query window=current / query partition / query around=5 0..50 / query fill=False",
        "LeaderboardPlaceBody",
        "200 400 403 404 503")]
    [InlineData(
        "/competitions/leaderboards/{id}/scores",
        "path id! / query window=current / query partition / query min / query max / query offset=0 0..2147483647 / query limit=50 1..1000",
        "LeaderboardRangeBody",
        "200 304 400 404 503")]
    [InlineData("/competitions/leaderboards/{id}/rank", "path id! / query score! / query window=current / query partition", "LeaderboardRankBody", "200 304 400 404 503")]
    [InlineData("/competitions/tournaments/{id}/standings/scores", "path id! / query min / query max / query offset=0 0..2147483647 / query limit=50 1..1000", "LeaderboardRangeBody", "200 304 400 404 503")]
    [InlineData("/competitions/tournaments/{id}/standings/rank", "path id! / query score!", "LeaderboardRankBody", "200 304 400 404 503")]
    [InlineData("/competitions/users/{userId}/targets", "path userId!", "TargetListBody", "200 403 503")]
    [InlineData("/competitions/users/{userId}/rewards", "path userId!", "RewardListBody", "200 403 503")]
    [InlineData("/competitions/users/{userId}/rewards/{key}/claim", "path userId! / path key!", "RewardListItem", "200 403 404 409 410 503", "post")]
    [InlineData("/competitions/live", "query leaderboard! / query limit=10 1..100 / query lastEventId", "", "200 400 404 503")]
    public async Task A_route_is_described(string path, string parameters, string body, string statuses, string method = "get")
    {
        JsonElement document = await ReadAsync();
        JsonElement operations = document.GetProperty("paths").GetProperty(path);
        JsonElement get = operations.GetProperty(method);

        operations.EnumerateObject().Select(operation => operation.Name).Should().Equal(method);
        string.Join(" / ", get.TryGetProperty("parameters", out JsonElement described) ? described.EnumerateArray().Select(Show) : []).Should().Be(parameters);
        string.Join(" ", get.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order()).Should().Be(statuses);
        JsonProperty content = get.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Single();
        content.Name.Should().Be(body.Length == 0 ? "text/event-stream" : "application/json");
        if (body.Length > 0)
            content.Value.GetProperty("schema").GetProperty("$ref").GetString().Should().Be("#/components/schemas/" + body);
    }

    [Theory]
    [InlineData("LeaderboardListItem", "id: string! / order: LeaderboardOrder! / window: string! / partitionBy: LeaderboardPartition! / ranking: LeaderboardRanking!")]
    [InlineData("LeaderboardPageBody", "id: string! / window: LeaderboardWindowInfo! / partition: null|string! / order: LeaderboardOrder! / total: integer! / entries: LeaderboardEntry[]!")]
    [InlineData("LeaderboardPlaceBody", "entry: LeaderboardEntry! / total: integer! / percentile: number! / neighbours: LeaderboardEntry[]!")]
    [InlineData("LeaderboardRangeBody", "id: string! / window: LeaderboardWindowInfo! / partition: null|string! / order: LeaderboardOrder! / total: integer! / count: integer! / entries: LeaderboardEntry[]!")]
    [InlineData("LeaderboardRankBody", "window: LeaderboardWindowInfo! / score: number! / rank: integer! / better: integer! / total: integer!")]
    [InlineData("LeaderboardWindowInfo", "key: string! / startsAt: null|string date-time! / endsAt: null|string date-time! / closed: boolean!")]
    [InlineData("LeaderboardEntry", "rank: integer! / userId: string! / score: number! / achievedAt: string date-time! / country: null|string / name: null|string / avatar: null|string")]
    [InlineData("TargetListItem", "id: string! / goal: string! / value: null|number|string! / of: number! / percent: number! / period: null|string! / done: boolean!")]
    [InlineData("RewardListItem", "key: string! / sourceId: string! / reward: RewardBody! / status: string! / earnedAt: string date-time! / claimBy: null|string date-time!")]
    [InlineData("RewardBody", "kind: string! / amount: number! / data: null|string!")]
    public async Task A_body_is_described(string schema, string members)
    {
        JsonElement described = (await ReadAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema);
        string?[] required = [.. described.GetProperty("required").EnumerateArray().Select(name => name.GetString())];

        string.Join(" / ", described.GetProperty("properties").EnumerateObject().Select(member => $"{member.Name}: {Type(member.Value)}{(required.Contains(member.Name) ? "!" : "")}")).Should().Be(members);
    }

    private static async Task<JsonElement> ReadAsync()
    {
        await using var host = await CompetitionsHost.StartAsync(scores => scores.AddTargets().AddTournaments(), null, waitUntilReady: true);
        return JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json")).RootElement;
    }

    private static string Show(JsonElement parameter)
    {
        JsonElement schema = parameter.GetProperty("schema");
        string required = parameter.TryGetProperty("required", out JsonElement must) && must.GetBoolean() ? "!" : "";
        string fallback = schema.TryGetProperty("default", out JsonElement value) ? "=" + value : "";
        string range = schema.TryGetProperty("minimum", out JsonElement least) ? $" {least}..{schema.GetProperty("maximum")}" : "";
        return $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}{required}{fallback}{range}";
    }

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
            return reference.GetString()!.Split('/')[^1];
        JsonElement type = schema.GetProperty("type");
        if (type.ValueKind == JsonValueKind.Array)
            return string.Join("|", type.EnumerateArray()) + Format(schema);
        return type.GetString() == "array" ? Type(schema.GetProperty("items")) + "[]" : type + Format(schema);
    }

    private static string Format(JsonElement schema) => schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time" ? " date-time" : "";
}
