using System.Net;
using System.Security.Cryptography;

namespace Gamezop.Scores.Testing.Tests.Traffic;

public sealed class ScoreTrafficTests
{
    private static readonly SubProtector Protector = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void The_same_seed_gives_the_same_calls_and_another_one_others()
    {
        static IEnumerable<string> Calls(int seed) =>
            new ScoreTraffic(AllFaults(seed)).Calls.Select(call => $"{call.Kind} {call.DueAfter} {call.WrongKey} {Convert.ToHexString(call.Body.Span)}");

        Calls(7).Should().Equal(Calls(7));
        Calls(7).Should().NotEqual(Calls(8));
    }

    [Fact]
    public void Traffic_of_a_seed_stays_what_it_was()
    {
        var traffic = new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch.AddYears(50), Seed = 42, Sessions = 20, Players = 5, Duplicated = 0.2 });

        // A publisher's failing seed must fail on, whatever version of the runtime runs it.
        var bodies = traffic.Calls.SelectMany(call => call.Body.ToArray()).ToArray();
        (traffic.Calls.Count, Convert.ToHexStringLower(SHA256.HashData(bodies))[..16]).Should().Be((381, "0378a4c1003f1fbc"));
    }

    [Fact]
    public void Without_faults_every_event_is_one_valid_call_in_order()
    {
        var traffic = new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch.AddYears(50) });

        traffic.Calls.Should().HaveSameCount(traffic.Events).And.OnlyContain(call => call.Kind == ScoreCallKind.Valid && call.WrongKey == null);
        traffic.Calls.Select(call => call.Event.Timestamp).Should().BeInAscendingOrder();
        traffic.Calls.Should().OnlyContain(call => call.Event.Timestamp == DateTimeOffset.UnixEpoch.AddYears(50) + call.DueAfter);
        traffic.Events.Select(sent => sent.GetEventId()).Should().OnlyHaveUniqueItems();
        traffic.Events.Select(sent => sent.SubId).Distinct().Count().Should().BeInRange(25, 50);
        traffic.Lost.Should().BeEmpty();
    }

    [Fact]
    public void Rate_is_about_what_is_asked_for()
    {
        var traffic = new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch, EventsPerSecond = 100, Sessions = 2_000 });

        (traffic.Events.Count / traffic.Calls[^1].DueAfter.TotalSeconds).Should().BeInRange(60, 160);
    }

    [Fact]
    public void Every_fault_happens_about_as_often_as_asked_for()
    {
        var options = AllFaults(3);
        var traffic = new ScoreTraffic(options);

        var played = traffic.Events.Count + traffic.Lost.Count;
        int Count(ScoreCallKind kind) => traffic.Calls.Count(call => call.Kind == kind);
        traffic.Lost.Count.Should().BeCloseTo(played / 10, (uint)played / 20);
        Count(ScoreCallKind.Malformed).Should().BeCloseTo(played / 10, (uint)played / 20);
        Count(ScoreCallKind.Forged).Should().BeCloseTo(played / 10, (uint)played / 20);
        Count(ScoreCallKind.WrongKey).Should().BeCloseTo(played / 10, (uint)played / 20);
        Count(ScoreCallKind.Repeated).Should().BeCloseTo(traffic.Events.Count / 5, (uint)played / 10);
        traffic.Calls.Where(call => call.Kind == ScoreCallKind.Valid).Select(call => call.Event.GetEventId()).Order().Should().Equal(traffic.Events.Select(sent => sent.GetEventId()).Order());
        traffic.Calls.Select(call => call.DueAfter).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Events_of_a_session_overtake_each_other_only_when_asked_to()
    {
        static int OutOfOrder(ScoreTraffic traffic) => traffic.Calls.Where(call => call.Kind == ScoreCallKind.Valid).GroupBy(call => call.Event.SessionId)
            .Sum(session => session.Zip(session.Skip(1)).Count(pair => pair.First.Event.Timestamp > pair.Second.Event.Timestamp));

        OutOfOrder(new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch })).Should().Be(0);
        OutOfOrder(new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch, Reordered = 0.2 })).Should().BePositive();
        OutOfOrder(new ScoreTraffic(new() { StartsAt = DateTimeOffset.UnixEpoch, Delayed = 0.2 })).Should().BePositive();
    }

    [Fact]
    public void Hostile_calls_are_what_they_say()
    {
        var traffic = new ScoreTraffic(AllFaults(5));
        var counting = traffic.Events.Select(sent => sent.GetEventId()).ToHashSet();

        foreach (var call in traffic.Calls)
        {
            ScoreEvent.TryParse(call.Body.Span, out var parsed, out _).Should().Be(call.Kind != ScoreCallKind.Malformed);
            call.RightStatus.Should().Be(call.Kind switch { ScoreCallKind.Malformed => HttpStatusCode.BadRequest, ScoreCallKind.WrongKey => HttpStatusCode.Unauthorized, _ => HttpStatusCode.OK });
            (call.WrongKey is not null).Should().Be(call.Kind == ScoreCallKind.WrongKey);
            if (parsed is not null)
            {
                Protector.TryUnprotect(parsed.SubId, out _).Should().Be(call.Kind != ScoreCallKind.Forged);
                counting.Contains(parsed.GetEventId()).Should().Be(call.IsValid, "a hostile call is an event of its own");
            }
        }
    }

    [Theory]
    [InlineData("Players", 0)]
    [InlineData("Sessions", 0)]
    [InlineData("EventsPerSecond", 0)]
    [InlineData("Lost", 1.1)]
    [InlineData("Lost", double.NaN)]
    [InlineData("Duplicated", -0.1)]
    [InlineData("Forged", 0.1)]
    public void Options_out_of_their_range_are_refused_by_name(string option, double value)
    {
        var options = new ScoreTrafficOptions { StartsAt = DateTimeOffset.UnixEpoch };
        var property = typeof(ScoreTrafficOptions).GetProperty(option)!;
        property.SetValue(options, Convert.ChangeType(value, property.PropertyType));

        var act = () => new ScoreTraffic(options);

        act.Should().Throw<ArgumentException>().WithMessage($"{option} *");
    }

    private static ScoreTrafficOptions AllFaults(int seed) => new()
    {
        StartsAt = DateTimeOffset.UnixEpoch.AddYears(50),
        Seed = seed,
        SubProtector = Protector,
        Duplicated = 0.1,
        Reordered = 0.1,
        Delayed = 0.1,
        Lost = 0.1,
        Malformed = 0.1,
        Forged = 0.1,
        WrongKey = 0.1,
    };
}
