namespace Gamezop.Scores.Tests.GamezopApi;

/// <summary>What the two forms of the API answer, and what becomes of it.</summary>
public sealed class AnswersTests
{
    private const string CurrentGames =
        """
        {"data":[{"code":"NyM_JGWcx","url":"https://3025.play.gamezop.com/g/NyM_JGWcx","name":"Knife Flip","description":"Flip it","screen_orientation":"portrait",
        "has_integrated_ads":true,"category":{"id":1,"name":"Arcade"},
        "images":{"cover":"https://i/c.jpg","brick":"https://i/b.jpg","thumb":"https://i/t.jpg","wall":"https://i/w.jpg","square":"https://i/s.jpg","screenshots":["https://i/1.jpg","https://i/2.jpg"]},
        "new_member":{"x":[1]}}],"paging":{}}
        """;

    private const string OlderGames =
        """
        {"games":[{"code":"NyM_JGWcx","url":"https://3025.play.gamezop.com/g/NyM_JGWcx","name":{"en":"Knife Flip","de":"Messer"},"isPortrait":true,"description":{"en":"Flip it"},
        "assets":{"cover":"https://i/c.jpg","brick":"https://i/b.jpg","thumb":"https://i/t.jpg","wall":"https://i/w.jpg","square":"https://i/s.jpg","screens":["https://i/1.jpg","https://i/2.jpg"],"coverTiny":"x","brickTiny":"y"},
        "categories":{"en":["Arcade"]},"tags":{"en":["knife","skill"]},"width":690,"height":960,"rating":3.75,"numberOfRatings":0,"gamePlays":1128661,"hasIntegratedAds":true}]}
        """;

    [Fact]
    public async Task The_current_form_is_asked_with_the_token()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith(CurrentGames);
        GamezopGame game = (await host.Api.GetGamesAsync()).Should().ContainSingle().Subject;
        IsKnifeFlip(game);
        game.Names.Should().Equal(new Dictionary<string, string> { ["en"] = "Knife Flip" });
        await host.Api.GetLeaderboardsAsync("NyM_JGWcx");
        host.Requests.Should().Equal(
            ("GET /current/v3/games?lang=en", "Bearer " + GamezopHost.Token),
            ("GET /current/v3/leaderboards-metadata?game-code=NyM_JGWcx", "Bearer " + GamezopHost.Token));
    }

    [Fact]
    public async Task The_older_form_is_asked_with_the_property_and_never_sees_the_token()
    {
        await using GamezopHost host = await GamezopHost.StartAsync(options => options.Form = GamezopApiForm.Older);
        host.AnswerWith(OlderGames);
        GamezopGame game = (await host.Api.GetGamesAsync()).Should().ContainSingle().Subject;
        IsKnifeFlip(game);
        game.Names["DE"].Should().Be("Messer");
        game.Tags.Should().Equal("knife", "skill");
        game.Width.Should().Be(690);
        game.Height.Should().Be(960);
        game.Rating.Should().Be(3.75);
        game.RatingCount.Should().Be(0);
        game.PlayCount.Should().Be(1128661);
        (await host.Api.GetGamesInLanguageAsync("de"))[0].Name.Should().Be("Messer");
        (await host.Api.GetGamesInLanguageAsync("fr"))[0].Name.Should().Be("Knife Flip", "English stands in");

        host.AnswerWith("""{"leaderboards":[{"leaderboardId":"NyM_JGWcx_default","name":"Score","description":"d"}]}""");
        GamezopLeaderboard board = (await host.Api.GetLeaderboardsAsync("NyM_JGWcx")).Should().ContainSingle().Subject;
        (board.Id, board.Name, board.Description).Should().Be(("NyM_JGWcx_default", "Score", "d"));
        board.SortingOrder.Should().Be(GamezopSortingOrder.Unknown);
        host.Requests.Select(r => r.Target).Should().Equal(
            "GET /older/v3/games?id=30%2025&lang=en", "GET /older/v3/games?id=30%2025&lang=de", "GET /older/v3/games?id=30%2025&lang=fr", "GET /older/v2/leaderboards/info?code=NyM_JGWcx");
        host.Requests.Should().OnlyContain(r => r.Authorization == null);
    }

    [Fact]
    public async Task A_games_members_may_be_missing_null_or_of_any_kind()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith(
            """
            {"data":[null,5,"x",[],{},{"code":"a"},{"url":"u"},{"code":null,"url":"u"},{"code":"a","url":""},{"code":"a","url":{}},
            {"code":"bare","url":"https://g/bare"},
            {"code":7,"url":"https://g/odd","name":["x"],"description":5,"screen_orientation":{},"isPortrait":"yes","images":[1],"category":"x","categories":[null,3,{}],"tags":{"en":"x","de":["y"]},
             "width":-1,"height":1.5,"rating":"4.5","numberOfRatings":1e99,"gamePlays":"12","has_integrated_ads":"true"},
            {"code":"mixed","url":"https://g/mixed","name":{"fr":"Couteau","en":null,"\ud800":"x","de":"\ud800"},"screen_orientation":"SIDEWAYS","isPortrait":true,"category":null,"categories":{"fr":["Jeux"]},
             "images":{"cover":null,"screenshots":{"x":1}},"assets":{"cover":"older"}},
            {"code":"last","url":"https://g/last","screen_orientation":"Landscape","category":{"name":{"en":"Puzzle"}}}]}
            """);
        IReadOnlyList<GamezopGame> games = await host.Api.GetGamesAsync();
        games.Select(g => g.Code).Should().Equal("bare", "7", "mixed", "last");

        GamezopGame bare = games[0];
        bare.Name.Should().BeNull();
        bare.Names.Should().BeEmpty();
        bare.Orientation.Should().Be(GamezopOrientation.Unknown);
        bare.Categories.Should().BeEmpty();
        bare.Images.Screenshots.Should().BeEmpty();
        bare.HasIntegratedAds.Should().BeNull();

        GamezopGame odd = games[1];
        odd.Name.Should().BeNull();
        odd.Description.Should().Be("5");
        odd.Orientation.Should().Be(GamezopOrientation.Unknown);
        odd.Categories.Should().Equal("3");
        odd.Tags.Should().BeEmpty();
        odd.Images.Cover.Should().BeNull();
        (odd.Width, odd.Height, odd.Rating, odd.RatingCount, odd.PlayCount).Should().Be((null, null, 4.5, null, 12L));
        odd.HasIntegratedAds.Should().BeNull();

        GamezopGame mixed = games[2];
        mixed.Name.Should().Be("Couteau");
        mixed.Names.Keys.Should().Equal("fr");
        mixed.Orientation.Should().Be(GamezopOrientation.Unknown, "a word that is there but unknown is not overruled");
        mixed.Categories.Should().Equal("Jeux");
        mixed.Images.Cover.Should().BeNull();

        games[3].Orientation.Should().Be(GamezopOrientation.Landscape);
        games[3].Categories.Should().Equal("Puzzle");
    }

    [Theory]
    [InlineData("\"ascending\"", GamezopSortingOrder.Ascending)]
    [InlineData("\"descending\"", GamezopSortingOrder.Descending)]
    [InlineData("\"Descending\"", GamezopSortingOrder.Descending)]
    [InlineData("\"asc\"", GamezopSortingOrder.Ascending)]
    [InlineData("\"sideways\"", GamezopSortingOrder.Unknown)]
    [InlineData("null", GamezopSortingOrder.Unknown)]
    [InlineData("1", GamezopSortingOrder.Unknown)]
    [InlineData("[]", GamezopSortingOrder.Unknown)]
    public async Task A_leaderboards_order_is_told_or_unknown(string order, GamezopSortingOrder expected)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith($$"""{"data":[null,{},{"leaderboard_id":""},{"leaderboard_id":"b","name":"n","description":"d","score_type":"number","sorting_order":{{order}},"more":1}]}""");
        GamezopLeaderboard board = (await host.Api.GetLeaderboardsAsync("NyM_JGWcx")).Should().ContainSingle().Subject;
        (board.Id, board.Name, board.Description, board.ScoreType, board.SortingOrder).Should().Be(("b", "n", "d", "number", expected));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"leaderboards":null}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("\uFEFF{\"data\":[]}")]
    public async Task An_unknown_game_has_no_leaderboards(string body)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith(body);
        (await host.Api.GetLeaderboardsAsync("NyM_JGWcx")).Should().BeEmpty();
    }

    private static void IsKnifeFlip(GamezopGame game)
    {
        game.Code.Should().Be("NyM_JGWcx");
        game.Url.Should().Be("https://3025.play.gamezop.com/g/NyM_JGWcx");
        game.Name.Should().Be("Knife Flip");
        game.Description.Should().Be("Flip it");
        game.Orientation.Should().Be(GamezopOrientation.Portrait);
        game.HasIntegratedAds.Should().BeTrue();
        game.Categories.Should().Equal("Arcade");
        (game.Images.Cover, game.Images.Brick, game.Images.Thumb, game.Images.Wall, game.Images.Square)
            .Should().Be(("https://i/c.jpg", "https://i/b.jpg", "https://i/t.jpg", "https://i/w.jpg", "https://i/s.jpg"));
        game.Images.Screenshots.Should().Equal("https://i/1.jpg", "https://i/2.jpg");
    }
}
