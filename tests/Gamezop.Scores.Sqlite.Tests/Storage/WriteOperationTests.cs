namespace Gamezop.Scores.Sqlite.Tests.Storage;

public sealed class WriteOperationTests
{
    [Fact]
    public void Giving_up_on_what_has_just_failed_does_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var before = SynchronizationContext.Current;
        // Nobody learns of the failure before the caller gives up.
        SynchronizationContext.SetSynchronizationContext(new Standstill());
        try
        {
            var operation = new WriteOperation<int>(static _ => 1, null);
            _ = operation.WaitAsync(cancellation.Token);
            operation.Failed(new InvalidOperationException());

            cancellation.Invoking(one => one.Cancel()).Should().NotThrow();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Standstill : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
