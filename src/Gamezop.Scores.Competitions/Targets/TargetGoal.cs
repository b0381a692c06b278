using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>What a user has to do to reach a target. Goals never go back: no further event takes one away.</summary>
/// <remarks>Equal by value.</remarks>
public sealed class TargetGoal : IEquatable<TargetGoal>
{
    private TargetGoal(TargetGoalKind kind, double value) => (Kind, Value) = (kind, value);

    internal TargetGoalKind Kind { get; }

    /// <summary>How much: a score, a count, or seconds.</summary>
    internal double Value { get; }

    /// <summary>A time in ticks: doubles hold tenths of seconds only nearly.</summary>
    internal TimeSpan Time => TimeOf(Value);

    internal static TimeSpan TimeOf(double value) => TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerSecond));

    /// <summary>A score of at least so much in one play, reached during it or at its end (states <c>playing</c>, <c>levelup</c> and <c>over</c>).</summary>
    /// <param name="score">The score; finite.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static TargetGoal ScoreAtLeast(double score) => new(TargetGoalKind.ScoreAtLeast, Finite(score));

    /// <summary>A final score of at most so much in one play (state <c>over</c>), as in a race against the clock.</summary>
    /// <param name="score">The score; finite.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static TargetGoal ScoreAtMost(double score) => new(TargetGoalKind.ScoreAtMost, Finite(score));

    /// <summary>
    /// A sum over plays of the best final score of each (state <c>over</c>), in whole thousandths. Negative scores add 0; scores beyond
    /// 9,000,000,000 do not count
    /// and are listed.
    /// </summary>
    /// <param name="score">The sum: from 0.001 to 9,000,000,000,000, with at most three decimals.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not in the range, or with more decimals.</exception>
    public static TargetGoal TotalScore(double score) => score is >= 0.001 and <= 9e12 && (decimal)score * 1000m % 1m == 0
        ? new(TargetGoalKind.TotalScore, score)
        : throw new ArgumentOutOfRangeException(nameof(score), score, "A sum is from 0.001 to 9,000,000,000,000, with at most three decimals.");

    /// <summary>So many levels completed: distinct events of state <c>levelup</c>.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static TargetGoal LevelsCompleted(int count) => new(TargetGoalKind.LevelsCompleted, Count(count));

    /// <summary>So many plays finished: plays with an event of state <c>over</c>.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static TargetGoal PlaysFinished(int count) => new(TargetGoalKind.PlaysFinished, Count(count));

    /// <summary>
    /// So much time in games: the sum over plays of the longest duration of each (states <c>playing</c>, <c>levelup</c> and <c>over</c>), at
    /// most the time between the play's first and last event that lies inside the period, while the target is active.
    /// </summary>
    /// <param name="time">How long; from 1 millisecond to 10,000 days.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not in the range.</exception>
    public static TargetGoal TimePlayed(TimeSpan time) => time >= TimeSpan.FromMilliseconds(1) && time <= TimeSpan.FromDays(10_000)
        ? new(TargetGoalKind.TimePlayed, time.TotalSeconds)
        : throw new ArgumentOutOfRangeException(nameof(time), time, "The time is from 1 millisecond to 10,000 days.");

    /// <summary>So many days in a row with a finished play (state <c>over</c>), in the target's time zone. Only with <see cref="TargetPeriod.Once"/>.</summary>
    /// <param name="days">How many; at least 1.</param>
    /// <returns>The goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static TargetGoal DayStreak(int days) => new(TargetGoalKind.DayStreak, Count(days));

    /// <summary>Whether two mean the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether both are null, or equal.</returns>
    public static bool operator ==(TargetGoal? left, TargetGoal? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two mean something else.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(TargetGoal? left, TargetGoal? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] TargetGoal? other) => other is not null && Kind == other.Kind && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as TargetGoal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Value);

    /// <summary>What and how much.</summary>
    /// <returns>E.g. <c>ScoreAtLeast 1000</c>; of time the seconds.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Value}");

    // Adding zero turns -0 into 0.
    private static double Finite(double score) => double.IsFinite(score) ? score + 0.0
        : throw new ArgumentOutOfRangeException(nameof(score), score, "A score is finite.");

    private static int Count(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return count;
    }
}
