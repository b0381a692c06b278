using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Testing.Tests.Sessions;

public sealed class GameSessionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Script_gives_the_events_that_Gamezop_would_post()
    {
        var session = new GameSession("user-1", Noon).Loaded().Start().Playing(10, TimeSpan.FromSeconds(3)).LevelUp(25).Over(40).Retry().Over(55);

        session.Events.Select(played => (played.State, played.Score, (played.Timestamp - Noon).TotalSeconds, played.Duration!.Value.TotalSeconds)).Should().Equal(
            (GameState.Loaded, 0, 0, 0),
            (GameState.Start, 0, 1, 0),
            (GameState.Playing, 10, 4, 3),
            (GameState.LevelUp, 25, 5, 4),
            (GameState.Over, 40, 6, 5),
            (GameState.Start, 0, 7, 0),
            (GameState.Over, 55, 8, 1));
        session.Events.Should().OnlyContain(played => played.GameCode == "NyM_JGWcx" && played.LeaderboardId == "NyM_JGWcx_default" && played.SubId == "user-1" && played.Country == "IN");
        session.Events.Select(played => played.SessionId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Each_retry_is_a_new_game_play_of_the_same_session()
    {
        var session = new GameSession("user-1", Noon).Loaded().Start().Over(1).Retry().Over(2).Retry().Over(3);

        session.Events.GroupBy(played => played.GamePlayId).Select(play => play.Count()).Should().Equal(3, 2, 2);
        session.GamePlayId.Should().Be(session.Events[^1].GamePlayId);
    }

    [Fact]
    public void Steps_of_a_session_with_a_clock_have_the_time_of_the_clock()
    {
        var time = new FakeTimeProvider(Noon);
        var session = new GameSession("user-1", time).Start();
        time.Advance(TimeSpan.FromSeconds(20));
        session.Over(7);

        session.Events.Select(played => played.Timestamp).Should().Equal(Noon, Noon.AddSeconds(20));
        session.Events[^1].Duration.Should().Be(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void No_two_steps_are_the_same_event_even_when_the_clock_stands()
    {
        var session = new GameSession("user-1", new FakeTimeProvider(Noon)).Start().Playing(1).Playing(1).Playing(1);

        session.Events.Select(played => played.GetEventId()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_same_script_gives_the_same_events()
    {
        static IReadOnlyList<ScoreEvent> Play(string sub) => new GameSession(sub, Noon) { GameCode = "SkhljT2fdgb", Country = null }.Start().Over(3).Events;

        Play("user-1").Should().Equal(Play("user-1"));
        Play("user-1")[0].SessionId.Should().NotBe(Play("user-2")[0].SessionId);
        Play("user-1")[0].LeaderboardId.Should().Be("SkhljT2fdgb_default");
    }

    [Fact]
    public void Every_event_can_be_written_and_read_again()
    {
        var session = new GameSession("user-1", Noon) { LeaderboardId = null, Country = null }.Loaded().Start().Playing(1.5).Over(-2);

        session.Events.Select(played => ScoreEvent.Parse(played.ToUtf8Json())).Should().Equal(session.Events);
    }

    public static TheoryData<string, Action<GameSession>> Impossible => new()
    {
        { "loaded twice", session => session.Loaded().Loaded() },
        { "loaded after the start", session => session.Start().Loaded() },
        { "started twice", session => session.Start().Start() },
        { "playing before the start", session => session.Loaded().Playing(1) },
        { "over twice", session => session.Start().Over(1).Over(1) },
        { "a retry while playing", session => session.Start().Retry() },
        { "a retry before the first play", session => session.Loaded().Retry() },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_no_game_could_do_is_refused(string what, Action<GameSession> play)
    {
        var act = () => play(new GameSession("user-1", Noon));

        act.Should().Throw<InvalidOperationException>(what);
    }
}
