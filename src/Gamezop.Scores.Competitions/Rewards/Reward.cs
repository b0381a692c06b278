namespace Gamezop.Scores.Competitions;

/// <summary>What a user is given: so much of a kind. What the kinds mean is the publisher's own affair.</summary>
/// <remarks>Equal by value.</remarks>
public sealed record Reward
{
    /// <summary>A reward.</summary>
    /// <param name="kind">As <see cref="Kind"/>.</param>
    /// <param name="amount">As <see cref="Amount"/>.</param>
    /// <exception cref="ArgumentException">The kind is empty or longer than 64 characters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive.</exception>
    public Reward(string kind, decimal amount)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        if (kind.Length > 64)
            throw new ArgumentException("A kind has at most 64 characters.", nameof(kind));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        Kind = kind;
        Amount = amount;
    }

    /// <summary>The publisher's name for what is given, e.g. <c>coins</c>: 1 to 64 characters. Amounts of one kind can be added.</summary>
    public string Kind { get; init; }

    /// <summary>How much, in units of the kind; more than 0.</summary>
    public decimal Amount { get; init; }

    /// <summary>Anything that the publisher's <see cref="IRewardHandler"/> needs beside, e.g. an item's id; null unless set.</summary>
    public string? Data { get; init; }
}
