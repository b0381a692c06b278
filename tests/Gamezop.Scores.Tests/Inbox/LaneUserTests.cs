namespace Gamezop.Scores.Tests.Inbox;

public sealed class LaneUserTests
{
    [Fact]
    public void Events_that_were_put_off_are_taken_back_in_order_of_arrival_alone()
    {
        var user = new LaneUser("u");
        user.PutOff(First(1), true, 0).Should().Be(1);
        user.PutOff(First(2), true, 0).Should().Be(1);
        user.PutOff(Retry(2), true, 0).Should().Be(0, "it is remembered already");
        user.PutOff(First(3), false, 0).Should().Be(0, "no more may be remembered");

        user.IsBehindPutOff(Retry(2)).Should().BeTrue();
        user.IsBehindPutOff(First(3)).Should().BeTrue();
        user.IsBehindPutOff(Retry(3, attempt: 2)).Should().BeFalse("it has had an attempt");
        user.IsBehindPutOff(Retry(1)).Should().BeFalse();
        user.TakeBack(Retry(1), 0).Should().BeTrue();
        user.TakeBack(Retry(2), 0).Should().BeTrue();
        user.TakeBack(First(3), 0).Should().BeFalse();
        user.IsBehindPutOff(First(3)).Should().BeFalse();
    }

    [Fact]
    public void What_is_let_go_of_comes_before_what_was_put_off_earlier()
    {
        var user = new LaneUser("u");
        user.PutOff(First(3), true, 5);

        user.PutOffFirst([Retry(9, attempt: 2), First(1), First(2)], 7).Should().Be(2);

        user.PutOffSince.Should().Be(7);
        foreach (var number in new[] { 1, 2, 3 })
            user.TakeBack(Retry(number), 8).Should().BeTrue();
        user.PutOffCount.Should().Be(0);
    }

    [Fact]
    public void Waiting_begins_anew_whenever_the_first_event_comes()
    {
        var user = new LaneUser("u");
        user.PutOff(First(1), true, 1);
        user.PutOff(First(2), true, 2);
        user.PutOff(Retry(2), true, 3);
        user.PutOffSince.Should().Be(1);

        user.PutOff(Retry(1), true, 4);
        user.PutOffSince.Should().Be(4);
        user.ForgetPutOff().Should().Be(2);
        user.IsBehindPutOff(First(3)).Should().BeFalse();
    }

    private static Delivery First(int number) => new(number, null, 1);

    private static Delivery Retry(int number, int attempt = 1) => new(number, "handler", attempt);

    private sealed class Delivery(int number, string? handler, int attempt)
        : InboxDelivery(new InboxEvent(number.ToString("x32"), "u", DateTimeOffset.UnixEpoch, default), handler, attempt);
}
