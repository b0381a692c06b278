using System.Net;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class AnonymousIdTests
{
    private const string Secret = "ann-whom-nobody-knows";

    [Fact]
    public async Task No_answer_to_others_holds_an_id()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.AddLeaderboards(boards => boards.AnonymousIdKey = new byte[16]).Services.AddSingleton<IPlayerDirectory, Directory>(), null, waitUntilReady: true,
            new LeaderboardDefinition { Id = "b", PartitionBy = LeaderboardPartition.Country, Window = LeaderboardWindow.Daily });
        await host.PostAsync(Secret, 10);
        await host.PostAsync("bob", 20);

        foreach (string path in (string[])["leaderboards", "leaderboards/b", "leaderboards/b?partition=IN", "leaderboards/b/users/bob", $"leaderboards/b/users/{Secret}", "leaderboards/b?window=x"])
        {
            using HttpResponseMessage answer = await host.GetAsync("/competitions/" + path, "bob");
            $"{answer.Headers} {await answer.Content.ReadAsStringAsync()}".Should().NotContain(Secret, "{0} is asked by another user", path);
        }

        using EventReader live = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,current,IN");
        $"{await live.BoardAsync(host)} {await live.BoardAsync(host)} {live.LastId}".Should().NotContain(Secret).And.Contain("Ann");
    }

    [Fact]
    public async Task A_user_is_told_which_id_is_theirs()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.AddLeaderboards(boards => boards.AnonymousIdKey = new byte[16]), null, waitUntilReady: true, new LeaderboardDefinition { Id = "b" });
        await host.PostAsync(Secret, 10);

        JsonElement place = await host.GetJsonAsync($"/competitions/leaderboards/b/users/{Secret}", Secret);

        string shown = place.GetProperty("entry").GetProperty("userId").GetString()!;
        shown.Should().StartWith("anon-").And.NotContain(Secret);
        (await host.GetJsonAsync("/competitions/leaderboards/b")).GetProperty("entries")[0].GetProperty("userId").GetString().Should().Be(shown);
        await host.GetAsync($"/competitions/leaderboards/b/users/{shown}", Secret).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    // Directories are asked by the real ids.
    private sealed class Directory : IPlayerDirectory
    {
        public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
            new(userIds.Where(userId => userId == Secret).ToDictionary(userId => userId, _ => new PlayerProfile("Ann")));
    }
}
