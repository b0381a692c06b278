namespace Gamezop.Scores.Tests.Consumers;

public sealed class HandlerLimitsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(12, 2_048)]
    [InlineData(13, 3_600)]
    [InlineData(19, 3_600)]
    public void Delays_double_up_to_the_longest_and_are_drawn_between_half_and_all_of_it(int attempts, double seconds)
    {
        var retries = Limits(new ScoreInboxOptions());

        var delays = Enumerable.Range(0, 200).Select(_ => retries.DelayAfter(attempts)!.Value.TotalSeconds).ToList();

        delays.Should().OnlyContain(delay => delay >= seconds / 2 && delay <= seconds);
        delays.Distinct().Should().HaveCountGreaterThan(100, "what failed together shall not come back together");
    }

    [Fact]
    public void After_the_last_attempt_there_is_no_other()
    {
        Limits(new ScoreInboxOptions()).DelayAfter(20).Should().BeNull();
        Limits(new ScoreInboxOptions { MaxAttempts = 1_000, FirstRetryDelay = TimeSpan.FromDays(1), MaxRetryDelay = TimeSpan.FromDays(7) }).DelayAfter(999)!.Value
            .Should().BeLessThanOrEqualTo(TimeSpan.FromDays(7), "doubling must not overflow");
    }

    [Fact]
    public void A_handlers_own_limits_come_before_the_inboxs()
    {
        var limits = Limits(new ScoreInboxOptions(), new ScoreHandlerOptions { Name = "h", Concurrency = 3, HandlerTimeout = TimeSpan.FromMinutes(3), MaxAttempts = 2 });

        (limits.Concurrency, limits.HandlerTimeout, limits.MaxAttempts).Should().Be((3, TimeSpan.FromMinutes(3), 2));
        limits.DelayAfter(2).Should().BeNull();
        (Limits(new ScoreInboxOptions()).Concurrency, Limits(new ScoreInboxOptions()).MaxAttempts).Should().Be((8, 20));
    }

    private static HandlerLimits Limits(ScoreInboxOptions options, ScoreHandlerOptions? handler = null) =>
        new(new DelegateHandler(handler ?? new ScoreHandlerOptions { Name = "h" }, (_, _) => default), options);
}
