using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Inbox;

public sealed class RetryTimesTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(12, 2_048)]
    [InlineData(13, 3_600)]
    [InlineData(19, 3_600)]
    public void Delays_double_up_to_the_longest_and_are_drawn_between_half_and_all_of_it(int attempts, double seconds)
    {
        var retries = new RetryTimes(new ScoreInboxOptions(), _time);

        var delays = Enumerable.Range(0, 200).Select(_ => (retries.After(attempts)!.Value - _time.GetUtcNow()).TotalSeconds).ToList();

        delays.Should().OnlyContain(delay => delay >= seconds / 2 && delay <= seconds);
        delays.Distinct().Should().HaveCountGreaterThan(100, "what failed together shall not come back together");
    }

    [Fact]
    public void After_the_last_attempt_there_is_no_other()
    {
        new RetryTimes(new ScoreInboxOptions(), _time).After(20).Should().BeNull();
        new RetryTimes(new ScoreInboxOptions { MaxAttempts = 1_000, FirstRetryDelay = TimeSpan.FromDays(1), MaxRetryDelay = TimeSpan.FromDays(7) }, _time).After(999)!.Value
            .Should().BeOnOrBefore(_time.GetUtcNow().AddDays(7), "doubling must not overflow");
    }
}
