using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.Configuration;
using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>What may be defined, how it is read from configuration, and how it changes at run time.</summary>
public sealed class TargetDefinitionTests
{
    private static readonly Reward Coins = new("coins", 50);

    public static TheoryData<TargetDefinition, string> Broken => new()
    {
        { new() { Id = "", Goal = TargetGoal.PlaysFinished(1), Reward = Coins }, "Target '': Id is missing." },
        { new() { Id = "a/b", Goal = TargetGoal.PlaysFinished(1), Reward = Coins }, "Target 'a/b': Id must not hold any of / \\ ? # % ,." },
        { new() { Id = "t", Reward = Coins }, "Target 't': Goal is missing." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1) }, "Target 't': Reward is missing." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = Coins with { Amount = 0 } }, "Target 't': Reward has an Amount of 0; it must be more than 0." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = Coins with { Kind = " " } }, "Target 't': Reward has a Kind that is empty*" },
        { new() { Id = "t", Goal = TargetGoal.DayStreak(2), Period = TargetPeriod.Daily, Reward = Coins }, "Target 't': Period is Daily while Goal is a DayStreak*" },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(2), Period = TargetPeriod.EveryPlay, Reward = Coins }, "Target 't': Period is EveryPlay while Goal is PlaysFinished 2*" },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Period = (TargetPeriod)9, Reward = Coins }, "Target 't': Period is 9, which is not one of*" },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Within = TimeSpan.Zero, Reward = Coins }, "Target 't': Within is 00:00:00*" },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), ClaimWithin = TimeSpan.FromDays(1), Reward = Coins }, "Target 't': ClaimWithin is set while MustClaim is not." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), MustClaim = true, ClaimWithin = TimeSpan.Zero, Reward = Coins }, "Target 't': ClaimWithin is 00:00:00; it must be more than 0." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), MaxGrants = 0, Reward = Coins }, "Target 't': MaxGrants is 0; it must be at least 1." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), ActiveFrom = Events.Noon, ActiveUntil = Events.Noon, Reward = Coins }, "Target 't': ActiveUntil is not later than ActiveFrom." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Countries = ["IND"], Reward = Coins }, "Target 't': Countries has 'IND'*" },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Users = [""], Reward = Coins }, "Target 't': Users has an empty element." },
        { new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), TimeZone = null!, Reward = Coins }, "Target 't': TimeZone is null." },
        {
            new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), TimeZone = TimeZoneInfo.CreateCustomTimeZone("Office", TimeSpan.FromHours(5.5), null, null), Reward = Coins },
            "Target 't': TimeZone is 'Office', which this system does not know by that id."
        },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_rule_that_is_broken_is_named(TargetDefinition definition, string message) =>
        FluentActions.Invoking(() => new TargetsOptions().Add(definition)).Should().Throw<TargetDefinitionException>().WithMessage(message);

    [Fact]
    public void An_id_is_used_once() =>
        FluentActions.Invoking(() => new TargetsOptions().Add(Target(TargetGoal.PlaysFinished(1))).Add(Target(TargetGoal.PlaysFinished(1)))).Should().Throw<TargetDefinitionException>()
            .WithMessage("Target 't': Id is used twice.");

    [Fact]
    public void Goals_are_equal_by_value_and_refuse_what_is_none()
    {
        TargetGoal.ScoreAtLeast(-0.0).Should().Be(TargetGoal.ScoreAtLeast(0)).And.NotBe(TargetGoal.ScoreAtMost(0));
        TargetGoal.TimePlayed(TimeSpan.FromMinutes(1)).ToString().Should().Be("TimePlayed 60");
        Action[] wrong =
        [
            () => TargetGoal.ScoreAtLeast(double.NaN), () => TargetGoal.ScoreAtMost(double.PositiveInfinity), () => TargetGoal.TotalScore(0), () => TargetGoal.TotalScore(0.0005),
            () => TargetGoal.TotalScore(1e13), () => TargetGoal.LevelsCompleted(0), () => TargetGoal.PlaysFinished(-1), () => TargetGoal.TimePlayed(TimeSpan.Zero), () => TargetGoal.DayStreak(0),
        ];
        foreach (Action one in wrong)
            one.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Everything_can_be_configured_and_is_kept_as_it_was()
    {
        TargetDefinition read = Read("""
            {"Id":"t","Games":["g"],"GamezopLeaderboards":["l"],"Sources":["web"],"Countries":["IN"],"Users":["ann","bob"],"TimeZone":"Asia/Kolkata","Goal":{"Kind":"timePlayed","Value":"01:30:00.5"},"Within":"00:01:00",
             "Period":"weekly","Reward":{"Kind":"gems","Amount":"0.5","Data":"blue"},"MustClaim":true,"ClaimWithin":"7.00:00:00","MaxGrants":3,"ActiveFrom":"2026-11-23T12:00:00Z","ActiveUntil":"2026-12-01T00:00+01:00"}
            """).Single();
        foreach (TargetDefinition definition in new[] { read, TargetSettingsMap.ToDefinition(TargetSettingsMap.ToSettings(read), "x") })
            definition.Should().BeEquivalentTo(new TargetDefinition
            {
                Id = "t",
                Games = ["g"],
                GamezopLeaderboards = ["l"],
                Sources = ["web"],
                Countries = ["IN"],
                Users = ["ann", "bob"],
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"),
                Goal = TargetGoal.TimePlayed(new TimeSpan(0, 1, 30, 0, 500)),
                Within = TimeSpan.FromMinutes(1),
                Period = TargetPeriod.Weekly,
                Reward = new Reward("gems", 0.5m) { Data = "blue" },
                MustClaim = true,
                ClaimWithin = TimeSpan.FromDays(7),
                MaxGrants = 3,
                ActiveFrom = Events.Noon,
                ActiveUntil = new DateTimeOffset(2026, 11, 30, 23, 0, 0, default),
            });
    }

    [Theory]
    [InlineData("ScoreAtLeast", "1000")]
    [InlineData("ScoreAtMost", "-1.5")]
    [InlineData("TotalScore", "0.001")]
    [InlineData("LevelsCompleted", "7")]
    [InlineData("PlaysFinished", "3")]
    [InlineData("DayStreak", "7")]
    public void Every_goal_can_be_configured(string kind, string value) =>
        Read($$$"""{"Id":"t","Goal":{"Kind":"{{{kind}}}","Value":{{{value}}}},"Reward":{"Kind":"coins","Amount":1}}""").Single().Goal.ToString().Should().Be($"{kind} {value}");

    [Theory]
    [InlineData("""{"Colour":"red"}""", "*Targets:0:Colour is not a setting of a target*")]
    [InlineData("""{"Goal":{"Kind":"ScoreAtLeast","Value":1,"Unit":"x"}}""", "*Targets:0:Goal:Unit is not a setting of a Goal*")]
    [InlineData("""{"Reward":{"Kind":"coins","Sum":1}}""", "*Targets:0:Reward:Sum is not a setting of a Reward*")]
    [InlineData("""{"Goal":"ScoreAtLeast 1"}""", "*Targets:0:Goal is a text; a Goal is an object.")]
    [InlineData("""{"Goal":{"Value":1}}""", "*Targets:0:Goal:Kind is missing.")]
    [InlineData("""{"Goal":{"Kind":"ScoreAtLeast"}}""", "*Targets:0:Goal:Value is missing.")]
    [InlineData("""{"Goal":{"Kind":"Score","Value":1}}""", "*Targets:0:Goal:Kind is 'Score': it must be one of*")]
    [InlineData("""{"Goal":{"Kind":"PlaysFinished","Value":1.5}}""", "*Targets:0:Goal:Value is '1.5': it must be a whole number like 100.")]
    [InlineData("""{"Goal":{"Kind":"PlaysFinished","Value":0}}""", "*Targets:0:Goal:Value is '0'*")]
    [InlineData("""{"Reward":{"Kind":"coins"}}""", "*Targets:0:Reward:Amount is missing.")]
    [InlineData("""{"Reward":{"Amount":1}}""", "*Targets:0:Reward:Kind is missing.")]
    [InlineData("""{"Reward":{"Kind":"coins","Amount":-1}}""", "*Targets:0:Reward:Amount is '-1'*")]
    [InlineData("""{"Goal":{"Kind":"ScoreAtLeast","Value":"much"}}""", "*Targets:0:Goal:Value is 'much': it must be a number like 12.5.")]
    [InlineData("""{"Reward":{"Kind":"coins","Amount":"much"}}""", "*Targets:0:Reward:Amount is 'much': it must be a number like 12.5.")]
    [InlineData("""{"Period":"Daily"}""", "*Targets:0:Id is missing.")]
    [InlineData("""{"Period":"Hourly"}""", "*Targets:0:Period is 'Hourly'*")]
    [InlineData("""{"Period":"Daily,Once"}""", "*Targets:0:Period is 'Daily,Once'*")]
    [InlineData("""{"Within":"90"}""", "*Targets:0:Within is '90': it must be a time like 01:30:00*")]
    [InlineData("""{"Within":"24:00:00"}""", "*Targets:0:Within is '24:00:00': it must be a time like 01:30:00*")]
    [InlineData("""{"Goal":{"Kind":"TimePlayed","Value":90}}""", "*Targets:0:Goal:Value is '90'*")]
    [InlineData("""{"Games":"g"}""", "*Targets:0:Games is a text; it must be a list.")]
    [InlineData("""{"ActiveFrom":"2026-11-23T12:00:00"}""", "*Targets:0:ActiveFrom is*")]
    [InlineData("""{"TimeZone":"Mars/Olympus"}""", "*Targets:0:TimeZone is 'Mars/Olympus'*")]
    public void What_cannot_be_read_is_named_by_its_path(string json, string message) => FluentActions.Invoking(() => Read(json)).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public async Task Targets_are_added_changed_and_removed_at_run_time_and_never_grant_twice()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        await world.Targets.AddAsync(Target(TargetGoal.PlaysFinished(3)));
        await FluentActions.Awaiting(() => world.Targets.AddAsync(Target(TargetGoal.PlaysFinished(3))).AsTask()).Should().ThrowAsync<TargetDefinitionException>().WithMessage("*is the id of a target that is there already.");
        await world.HandleAsync(At(0, "ann", 1, play: "a"), At(1, "ann", 1, play: "b"));
        await FluentActions.Awaiting(() => world.Targets.ChangeAsync(Target(TargetGoal.TotalScore(3))).AsTask()).Should().ThrowAsync<TargetDefinitionException>().WithMessage("*Goal is a TotalScore and was a PlaysFinished*");
        await FluentActions.Awaiting(() => world.Targets.ChangeAsync(Target(TargetGoal.PlaysFinished(1), TargetPeriod.Daily)).AsTask()).Should().ThrowAsync<TargetDefinitionException>().WithMessage("*Period is Daily and was Once*");

        await world.Targets.ChangeAsync(Target(TargetGoal.PlaysFinished(2)));
        (await world.ProgressAsync("ann")).IsDone.Should().BeTrue();
        await world.HandleAsync(At(2, "ann", 1, play: "c"));
        await world.PayAsync();
        await world.Targets.ChangeAsync(Target(TargetGoal.PlaysFinished(4)));
        await world.HandleAsync(At(3, "ann", 1, play: "d"));
        (await world.Targets.RemoveAsync("t")).Should().BeTrue();
        (await world.Targets.RemoveAsync("t")).Should().BeFalse();
        (await world.Targets.GetProgressAsync("ann")).Should().BeEmpty();
        await world.Targets.AddAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(4, "ann", 1, play: "e"));
        await world.PayAsync();
        world.Handed.Should().ContainSingle("a reward is granted once per id, period and user").Which.Key.Should().Be("t/t/all/ann");
    }

    [Fact]
    public async Task Erased_users_leave_no_progress_and_their_places_stay_taken()
    {
        TargetWorld world = await TargetWorld.StartAsync(new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = Coins, MaxGrants = 1 });
        Event e = At(0, "ann", 1);
        await world.HandleAsync(e);
        world.Banned.Erase("ann", Events.Noon.AddSeconds(10));
        await world.Catalog.EraseAsync("ann", default);
        await world.HandleAsync(e);
        (await world.ProgressAsync("ann")).Value.Should().Be(0, "what had arrived by then is not the user's any more");
        await world.HandleAsync(At(20, "ann", 1), At(20, "bob", 1));
        (await world.ProgressAsync("ann")).IsDone.Should().BeTrue();
        (await world.AllAsync()).Should().ContainSingle().Which.Grant.UserId.Should().BeEmpty();
    }

    private static IReadOnlyList<TargetDefinition> Read(string target)
    {
        using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$$"""{"Gamezop":{"Targets":[{{{target}}}]}}"""));
        return TargetConfiguration.Read(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Gamezop:Targets"));
    }
}
