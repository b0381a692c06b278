using System.Text;
using System.Text.Json;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>A user whose sub is protected is erased and exported like any other.</summary>
public sealed class ErasedSubTests : IDisposable
{
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)'a', 16)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)'b', 16)];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task The_users_key_and_unreadable_bodies_with_a_sub_of_theirs_go_and_are_exported(string engine)
    {
        await using CompetitionsHost host = await CompetitionsHost.StartAsync(
            scores =>
            {
                scores.Services.Configure<GamezopScoresOptions>(options => options.SubKeys = [Convert.ToBase64String(New), Convert.ToBase64String(Old)]);
                if (engine == "sqlite")
                    scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
                else
                    scores.UseVolatileInbox();
            },
            null,
            waitUntilReady: true);
        IGameUrls urls = host.Services.GetRequiredService<IGameUrls>();
        foreach (string user in (string[])["ann", "bob"])
            await urls.CreateAsync(Game, user);
        var keys = host.Services.GetRequiredService<ISubKeyStore>();
        var deadLetters = host.Services.GetRequiredService<IDeadLetterStore>();
        string[] bodies = [$"sub={new SubProtector(Old).Protect("ann")}", $"sub={new SubProtector(New).Protect("ann")}", "{\"subId\":\"ann\"", $"sub={new SubProtector(New).Protect("bob")}", "annual"];
        for (int i = 0; i < bodies.Length; i++)
            await deadLetters.AddUnreadableAsync(i.ToString("x32"), Encoding.UTF8.GetBytes(bodies[i]), "It is no JSON.", null, 10, default);
        var quarantine = host.Services.GetRequiredService<IQuarantineStore>();
        var log = host.Services.GetRequiredService<IEventLog>();
        string[] subs = [new SubProtector(Old).Protect("ann"), new SubProtector(New).Protect("ann"), "ann", new SubProtector(Old).Protect("bob")];
        foreach (string sub in subs)
        {
            // As they were kept while the keys were not there: in quarantine, and in the log while plain ids were accepted.
            await quarantine.QuarantineAsync(Kept("forged", sub), "forged", null, 10, 10, default);
            await log.AppendAsync([Kept("logged", sub)], default);
        }

        using var output = new MemoryStream();
        await host.Players.ExportAsync("ann", output);
        JsonElement export = JsonDocument.Parse(output.ToArray()).RootElement;
        export.GetProperty("subKey").GetString().Should().Be(await keys.FindAsync("bob", default)).And.NotBeNull();
        export.GetProperty("unreadable").EnumerateArray().Select(kept => kept.GetProperty("body").GetString()).Should().Equal(bodies[..3]);
        Subs(export, "quarantine").Should().Equal(subs[..3]);
        Subs(export, "events").Should().Equal(subs[..3]);

        await host.Players.EraseAsync("ann", "olga", "asked for it");
        (await keys.FindAsync("ann", default)).Should().BeNull();
        (await keys.FindAsync("bob", default)).Should().NotBeNull();
        (await deadLetters.ListDeadLettersAsync(null, 10, default)).Select(letter => Encoding.UTF8.GetString(letter.Body.Span)).Should().Equal(bodies[3..]);
        (await quarantine.ListQuarantinedAsync(null, 10, default)).Select(entry => entry.Event.UserId).Should().Equal(subs[3]);
        (await log.ReadLedgerAsync(default, null, 10, default)).Events.Select(one => one.UserId).Should().Equal(subs[3]);
    }

    private static StoredEvent Kept(string play, string sub)
    {
        var score = new ScoreEvent
        {
            GameCode = "g",
            SessionId = "s",
            GamePlayId = play,
            SubId = sub,
            State = GameState.Over,
            Timestamp = Leaderboards.Events.Noon,
            Score = 1,
        };
        return new StoredEvent(score.GetEventId(), sub, default, score.ToUtf8Json());
    }

    private static IEnumerable<string?> Subs(JsonElement export, string member) =>
        export.GetProperty(member).EnumerateArray().Select(one => one.GetProperty("event").GetProperty("subId").GetString());
}
