using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>Which of a player's plays make the entry in a tournament.</summary>
/// <remarks>Equal by value.</remarks>
public sealed class TournamentScoring : IEquatable<TournamentScoring>
{
    private const string SumPrefix = "SumOfBest ";

    private TournamentScoring(LeaderboardScoring plays, int? bestPlays = null) => (Plays, BestPlays) = (plays, bestPlays);

    /// <summary>The best play.</summary>
    public static TournamentScoring Best { get; } = new(LeaderboardScoring.Best);

    /// <summary>The play that reached its score last.</summary>
    public static TournamentScoring Latest { get; } = new(LeaderboardScoring.Latest);

    /// <summary>The sum over all plays, in whole thousandths.</summary>
    public static TournamentScoring Total { get; } = new(LeaderboardScoring.Total);

    internal LeaderboardScoring Plays { get; }

    /// <summary>Of how many plays, the best ones, the sum is made; null for all.</summary>
    internal int? BestPlays { get; }

    /// <summary>The sum of a player's best plays, in whole thousandths. Who has fewer plays has the sum of those.</summary>
    /// <param name="plays">How many plays at most; 1 to 1,000.</param>
    /// <returns>The scoring.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static TournamentScoring SumOfBest(int plays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plays, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plays, 1_000);
        return new TournamentScoring(LeaderboardScoring.Total, plays);
    }

    /// <summary>Reads the form used in configuration.</summary>
    /// <param name="text"><c>Best</c>, <c>Latest</c>, <c>Total</c> or e.g. <c>SumOfBest 3</c>.</param>
    /// <returns>The scoring.</returns>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static TournamentScoring Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        foreach (TournamentScoring scoring in (ReadOnlySpan<TournamentScoring>)[Best, Latest, Total])
            if (string.Equals(scoring.ToString(), trimmed, StringComparison.OrdinalIgnoreCase))
                return scoring;
        return trimmed.StartsWith(SumPrefix, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(trimmed.AsSpan(SumPrefix.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int plays) && plays is >= 1 and <= 1_000
            ? SumOfBest(plays)
            : throw new FormatException($"'{text}' is not Best, Latest, Total or 'SumOfBest <1 to 1000>'.");
    }

    /// <summary>Whether two mean the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether both are null, or equal.</returns>
    public static bool operator ==(TournamentScoring? left, TournamentScoring? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two mean something else.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(TournamentScoring? left, TournamentScoring? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] TournamentScoring? other) => other is not null && (Plays, BestPlays) == (other.Plays, other.BestPlays);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as TournamentScoring);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Plays, BestPlays);

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    /// <returns>E.g. <c>Best</c> or <c>SumOfBest 3</c>.</returns>
    public override string ToString() => BestPlays is { } plays ? string.Create(CultureInfo.InvariantCulture, $"{SumPrefix}{plays}") : Plays.ToString();
}
