using System.Text;
using Microsoft.Extensions.Configuration;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

public sealed class TournamentDefinitionTests
{
    private static readonly DateTimeOffset Start = Leaderboards.Events.Noon;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<TournamentDefinition, string> Broken => new()
    {
        { new() { StartsAt = Start, Duration = Hour }, "*Id is missing*" },
        { new() { Id = "a@b", StartsAt = Start, Duration = Hour }, "Tournament 'a@b': Id must not hold @*" },
        { new() { Id = "a", Duration = Hour }, "*'a': StartsAt is missing*" },
        { new() { Id = "a", StartsAt = Start }, "*Duration*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, Countries = ["IND"] }, "*Countries has 'IND'*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, TimeZone = TimeZoneInfo.CreateCustomTimeZone("Office", TimeSpan.FromHours(5.5), null, null) }, "*TimeZone is 'Office', which this system does not know by that id*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, MaxPlayers = 5 }, "*MaxPlayers*JoinRequired*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, MaxAttempts = 0 }, "*MaxAttempts must be at least 1*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, ClaimWithin = Hour }, "*ClaimWithin*MustClaim*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, Until = Start }, "*Until is set while Cron is not*" },
        { new() { Id = "a", Cron = "every day", Duration = Hour }, "*Cron cannot be read*" },
        { new() { Id = "a", Cron = "0 0 31 2 *", Duration = Hour }, "*Cron is never due*" },
        { new() { Id = "a", Cron = "0 * * * *", Duration = Hour + TimeSpan.FromTicks(1) }, "*Duration*an occurrence must be over when the next one starts*" },
        { new() { Id = "a", Cron = "0 0 * * *", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Duration = TimeSpan.FromHours(23.5) }, "*Duration*2*-03-*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, PrizeTies = PrizeTies.Split }, "*Split while Ranking is Ordinal*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, Prizes = [Ranks(3, 2, 1)] }, "*Prizes[0] has a ToRank before*" },
        { new() { Id = "a", StartsAt = Start, Duration = Hour, Prizes = [At(1, 1), new() { TopPercent = 101, Reward = new Reward("c", 1) }] }, "*Prizes[1] has a TopPercent*" },
    };

    /// <summary>What a table can come to, worked out by hand.</summary>
    public static TheoryData<LeaderboardRanking, PrizeTies, int?, Prize[], decimal?> Tables => new()
    {
        // 100 + 2 x 10.
        { LeaderboardRanking.Ordinal, PrizeTies.Share, null, [At(1, 100), Ranks(2, 3, 10)], 120 },
        { LeaderboardRanking.Ordinal, PrizeTies.Share, null, [Ranks(2, null, 1)], null },
        { LeaderboardRanking.Ordinal, PrizeTies.Share, 10, [Ranks(2, null, 1)], 9 },
        // Any number of players may tie for the first place.
        { LeaderboardRanking.Competition, PrizeTies.Share, null, [At(1, 100)], null },
        { LeaderboardRanking.Competition, PrizeTies.Share, 10, [At(1, 100), At(2, 10)], 1_000 },
        // One first, then nine tied for the better second prize.
        { LeaderboardRanking.Competition, PrizeTies.Share, 10, [At(1, 1), At(2, 10)], 91 },
        { LeaderboardRanking.Dense, PrizeTies.Share, 10, [At(1, 1), At(2, 10)], 91 },
        // Eight of ten may tie for the third: 100 + 50 + 8 x 60.
        { LeaderboardRanking.Dense, PrizeTies.Share, 10, [At(1, 10), At(2, 5), At(3, 60)], 495 },
        // Divided, a table is paid once.
        { LeaderboardRanking.Competition, PrizeTies.Split, null, [At(1, 100), At(2, 10)], 110 },
        // Of ten players, 25 percent are two.
        { LeaderboardRanking.Ordinal, PrizeTies.Share, 10, [new() { TopPercent = 25, Reward = new Reward("c", 7) }], 14 },
        { LeaderboardRanking.Ordinal, PrizeTies.Share, null, [], 0 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_the_tournament_and_the_member(TournamentDefinition definition, string message) =>
        FluentActions.Invoking(() => new TournamentsOptions().Add(definition)).Should().Throw<TournamentDefinitionException>().WithMessage(message);

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_budget_holds_or_the_table_is_refused(LeaderboardRanking ranking, PrizeTies ties, int? players, Prize[] prizes, decimal? most)
    {
        TournamentDefinition With(decimal budget) => new()
        {
            Id = "a",
            StartsAt = Start,
            Duration = Hour,
            Ranking = ranking,
            PrizeTies = ties,
            JoinRequired = players is not null,
            MaxPlayers = players,
            Prizes = prizes,
            Budget = budget,
        };
        if (most is not { } enough)
        {
            FluentActions.Invoking(() => TournamentValidation.Validate(With(decimal.MaxValue))).Should().Throw<TournamentDefinitionException>().WithMessage("*Budget*any amount*");
            return;
        }

        TournamentValidation.Validate(With(enough));
        if (enough > 0)
            FluentActions.Invoking(() => TournamentValidation.Validate(With(enough - 0.01m))).Should().Throw<TournamentDefinitionException>().WithMessage("*Budget*could come to*");
    }

    [Fact]
    public void A_configured_tournament_is_read_with_every_member()
    {
        TournamentDefinition read = Read("""
            {"Id":"cup","Name":"The cup","Games":["g"],"GamezopLeaderboards":["l"],"Sources":["web"],"Countries":["in"],"Order":"Ascending","Ranking":"Dense","TimeZone":"Asia/Kolkata","Grace":"00:05:00",
             "StartsAt":"2026-11-23T12:00:00+05:30","Duration":"02:00:00","Cron":"0 20 * * *","Until":"2027-01-01T00:00:00Z","Scoring":"SumOfBest 3","JoinRequired":true,"MaxPlayers":100,"MaxAttempts":5,
             "Prizes":[{"FromRank":1,"ToRank":3,"TopPercent":12.5,"MinScore":-1.5,"Reward":{"Kind":"coins","Amount":10.50,"Data":"x"}}],"PrizeTies":"Split","Budget":100000,"MustClaim":true,"ClaimWithin":"7.00:00:00"}
            """).Should().ContainSingle().Subject;
        TournamentSettings settings = TournamentSettingsMap.ToSettings(TournamentSettingsMap.ToDefinition(TournamentSettingsMap.ToSettings(read), "kept"));
        settings.Should().BeEquivalentTo(new TournamentSettings
        {
            Id = "cup",
            Name = "The cup",
            Games = ["g"],
            GamezopLeaderboards = ["l"],
            Sources = ["web"],
            Countries = ["in"],
            Order = "Ascending",
            Ranking = "Dense",
            TimeZone = "Asia/Kolkata",
            Grace = "00:05:00",
            StartsAt = "2026-11-23T06:30:00Z",
            Duration = "02:00:00",
            Cron = "0 20 * * *",
            Until = "2027-01-01T00:00:00Z",
            Scoring = "SumOfBest 3",
            JoinRequired = "True",
            MaxPlayers = "100",
            MaxAttempts = "5",
            Prizes = [new PrizeSettings { FromRank = "1", ToRank = "3", TopPercent = "12.5", MinScore = "-1.5", Reward = new RewardSettings { Kind = "coins", Amount = "10.50", Data = "x" } }],
            PrizeTies = "Split",
            Budget = "100000",
            MustClaim = "True",
            ClaimWithin = "7.00:00:00",
        });
    }

    [Theory]
    [InlineData("""{"Id":"a","Colour":"red"}""", "Tournaments:0:Colour is not a setting of a tournament*")]
    [InlineData("""{"Duration":"01:00:00"}""", "Tournaments:0:Id is missing.")]
    [InlineData("""{"Id":"a","Duration":"long"}""", "Tournaments:0:Duration is 'long'*")]
    [InlineData("""{"Id":"a","StartsAt":"2026-11-23T12:00:00"}""", "Tournaments:0:StartsAt*offset*")]
    [InlineData("""{"Id":"a","Scoring":"SumOfBest many"}""", "Tournaments:0:Scoring*SumOfBest <1 to 1000>*")]
    [InlineData("""{"Id":"a","Prizes":[{"Rank":1}]}""", "Tournaments:0:Prizes:0:Rank is not a setting of a prize*")]
    [InlineData("""{"Id":"a","Prizes":[{"Reward":{"Kind":"coins"}}]}""", "Tournaments:0:Prizes:0:Reward:Amount is missing.")]
    [InlineData("""{"Id":"a","Prizes":[{"Reward":{"Kind":"coins","Amount":-1}}]}""", "Tournaments:0:Prizes:0:Reward:Amount is '-1': it must be more than 0.")]
    public void What_cannot_be_read_is_named_by_its_path(string json, string message) => FluentActions.Invoking(() => Read(json)).Should().Throw<FormatException>().WithMessage(message);

    private static IReadOnlyList<TournamentDefinition> Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{{\"Tournaments\":[{json}]}}"));
        return TournamentConfiguration.Read(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Tournaments"));
    }
}
