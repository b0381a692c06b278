using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>A clock that is slow makes every event one from the future: health tells, for each of them alone cannot.</summary>
public sealed class EventClockTests : IAsyncDisposable
{
    private readonly SkewedTime _time = new();
    private ScoresHost? _host;
    private int _posted;

    [Fact]
    public async Task A_server_whose_clock_is_ten_minutes_slow_is_degraded_until_ten_minutes_after_it_is_right()
    {
        await PostAsync(5, TimeSpan.FromMinutes(10));
        var said = await HealthAsync();
        said.Status.Should().Be(HealthStatus.Degraded);
        said.Description.Should().Contain("5 of the 5 events of the last 10 minutes").And.Contain("Check this server's clock (NTP)");

        // It is set right, and that is a leap.
        _time.Skew = TimeSpan.FromMinutes(10);
        _time.Advance(TimeSpan.FromMinutes(9));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_few_devices_whose_clocks_are_ahead_are_not_the_servers_fault()
    {
        await PostAsync(100, TimeSpan.Zero);
        await PostAsync(10, TimeSpan.FromHours(1));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy);

        await PostAsync(2, TimeSpan.FromHours(1));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Degraded, "12 of 112 are more than a tenth");
    }

    [Theory]
    [InlineData(4, 600, HealthStatus.Healthy)]
    [InlineData(5, 301, HealthStatus.Degraded)]
    [InlineData(50, 300, HealthStatus.Healthy)]
    [InlineData(50, -600, HealthStatus.Healthy)]
    public async Task It_takes_five_events_that_are_more_than_five_minutes_ahead(int count, int secondsAhead, HealthStatus status)
    {
        await PostAsync(count, TimeSpan.FromSeconds(secondsAhead));

        (await HealthAsync()).Status.Should().Be(status);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(45)]
    [InlineData(60 * 30)]
    public async Task A_small_site_whose_last_five_events_are_all_ahead_is_degraded_until_an_honest_one_comes(int minutesBetween)
    {
        await PostAsync(1, TimeSpan.Zero);
        for (var i = 0; i < 5; i++)
        {
            (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy, $"{i} events are not enough");
            _time.Advance(TimeSpan.FromMinutes(minutesBetween));
            await PostAsync(1, TimeSpan.FromMinutes(10));
        }

        for (var hours = 0; hours < 3; hours++)
        {
            (await HealthAsync()).Should().Match<HealthReportEntry>(said =>
                said.Status == HealthStatus.Degraded && said.Description!.Contains("Check this server's clock (NTP)", StringComparison.Ordinal));
            _time.Advance(TimeSpan.FromHours(1));
        }

        (await HealthAsync()).Description.Should().Contain("The last 5 events are dated more than 5 minutes after their arrival");
        await PostAsync(1, TimeSpan.Zero);
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
        await PostAsync(4, TimeSpan.FromMinutes(10));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy, "it begins anew");
    }

    [Fact]
    public async Task A_small_site_is_healthy_again_when_its_clock_was_set_right()
    {
        for (var i = 0; i < 6; i++)
        {
            await PostAsync(1, TimeSpan.FromMinutes(7));
            _time.Advance(TimeSpan.FromMinutes(20));
        }
        (await HealthAsync()).Description.Should().Contain("The last 6 events");

        _time.Skew = TimeSpan.FromMinutes(7);
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy);

        _time.Skew = TimeSpan.FromMinutes(-30);
        await PostAsync(4, TimeSpan.FromMinutes(7));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy, "those before were compared with another clock");
        await PostAsync(1, TimeSpan.FromMinutes(7));
        (await HealthAsync()).Status.Should().Be(HealthStatus.Degraded);
    }

    [Theory]
    [InlineData(1, HealthStatus.Healthy)]
    [InlineData(2, HealthStatus.Healthy)]
    [InlineData(3, HealthStatus.Degraded)]
    [InlineData(20, HealthStatus.Degraded)]
    public async Task Events_of_one_or_two_users_do_not_tell_of_the_servers_clock(int users, HealthStatus status)
    {
        await PostAsync(40, TimeSpan.FromMinutes(10), users);
        (await HealthAsync()).Status.Should().Be(status);
    }

    [Theory]
    [InlineData(1, HealthStatus.Healthy)]
    [InlineData(2, HealthStatus.Healthy)]
    [InlineData(3, HealthStatus.Degraded)]
    public async Task Nor_do_they_on_a_site_where_little_is_played(int users, HealthStatus status)
    {
        for (var i = 0; i < 12; i++)
        {
            await PostAsync(1, TimeSpan.FromMinutes(10), users);
            _time.Advance(TimeSpan.FromMinutes(20));
        }
        (await HealthAsync()).Status.Should().Be(status);
    }

    [Fact]
    public async Task Honest_events_between_those_of_a_phone_that_is_ahead_make_no_alarm_of_it()
    {
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(1, TimeSpan.FromMinutes(10), users: 1);
            await PostAsync(1, TimeSpan.Zero);
        }
        await PostAsync(5, TimeSpan.FromMinutes(10), users: 1);
        (await HealthAsync()).Status.Should().Be(HealthStatus.Healthy, "10 of 15 are ahead, all of one phone");
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private async Task PostAsync(int count, TimeSpan ahead, int users = 5)
    {
        _host ??= await ScoresHost.StartAsync(services: services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddHealthChecks().AddGamezopScores();
        });
        for (var i = 0; i < count; i++)
        {
            var one = ScoreEvent.Parse(Encoding.UTF8.GetBytes(ScoresHost.Payload()));
            one = one with { GamePlayId = $"p-{_posted}", SubId = $"u-{_posted++ % users}", Timestamp = _time.GetUtcNow() + ahead };
            using var answer = await _host.PostAsync(new ByteArrayContent(one.ToUtf8Json()), ScoresHost.Key);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private async Task<HealthReportEntry> HealthAsync() =>
        (await _host!.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gamezop-scores"];

    /// <summary>A wall clock that can be set, while what has passed stays as it is.</summary>
    private sealed class SkewedTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero))
    {
        public TimeSpan Skew { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
