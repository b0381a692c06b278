namespace Gamezop.Scores;

/// <summary>How a delivery ended.</summary>
public sealed class InboxSettlement
{
    /// <summary>Creates a settlement.</summary>
    /// <param name="delivery">What <see cref="IScoreInbox.LeaseAsync"/> gave out.</param>
    /// <param name="failures">One for each handler that failed; empty when the delivery is complete.</param>
    public InboxSettlement(InboxDelivery delivery, IReadOnlyList<InboxFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(failures);
        Delivery = delivery;
        Failures = failures;
    }

    /// <summary>The delivery that ends.</summary>
    public InboxDelivery Delivery { get; }

    /// <summary>The handlers that failed, and what is to become of each.</summary>
    public IReadOnlyList<InboxFailure> Failures { get; }
}
