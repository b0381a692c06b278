using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Tests.SetAside;

/// <summary>Places in the quarantine go by the store's clock, as horizons do.</summary>
public sealed class QuarantineReservationsTests
{
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryEventLog _log;
    private readonly StoreTime _storeTime;
    private readonly QuarantineReservations _reservations;

    public QuarantineReservationsTests()
    {
        _log = new MemoryEventLog(_time);
        _storeTime = new StoreTime(_time, NullLogger<StoreTime>.Instance);
        _reservations = new QuarantineReservations(_log, new ScoreInboxOptions { MaxQuarantined = 1 }, _time, _storeTime);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3 * 60)]
    [InlineData(90 * 24 * 60)]
    public async Task The_place_of_an_event_whose_append_is_under_way_is_kept_for_a_minute(int minutesSetBack)
    {
        await _log.RenewAsync("n", [new ConsumerRegistration { Name = "h", StartFrom = StartFrom.End }], TimeSpan.FromDays(1), default);
        await SweepAsync();
        _time.SetBack(TimeSpan.FromMinutes(minutesSetBack));
        await SweepAsync();
        (await _reservations.TryReserveAsync(EventLogFixture.Id("a"), "u1")).Should().BeTrue();

        _time.Advance(TimeSpan.FromSeconds(50));
        await SweepAsync();

        (await _reservations.TryReserveAsync(EventLogFixture.Id("b"), "u1")).Should().BeFalse("the event may still be appended");
        // A store's clock that is ahead goes at half speed.
        _time.Advance(TimeSpan.FromSeconds(80));
        await SweepAsync();
        (await _reservations.TryReserveAsync(EventLogFixture.Id("b"), "u1")).Should().BeTrue();
    }

    private async Task SweepAsync()
    {
        _storeTime.Read((await _log.GetStatisticsAsync(default)).Time);
        await _reservations.SweepAsync(_log, ["h"], default);
    }
}
