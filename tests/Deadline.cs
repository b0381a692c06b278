using System.Runtime.CompilerServices;

namespace Gamezop.Scores;

/// <summary>Waits for what happens elsewhere, and fails when it does not.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="isSo">What has to become true.</param>
    /// <param name="between">What is done each time that it is not, e.g. to let simulated time pass.</param>
    /// <param name="condition">How the test says it.</param>
    public static Task UntilAsync(Func<bool> isSo, Action? between = null, [CallerArgumentExpression(nameof(isSo))] string condition = "") =>
        UntilAsync(() => Task.FromResult(isSo()), between, condition);

    /// <inheritdoc cref="UntilAsync(Func{bool}, Action?, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> isSo, Action? between = null, [CallerArgumentExpression(nameof(isSo))] string condition = "")
    {
        var last = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!await isSo())
        {
            Environment.TickCount64.Should().BeLessThan(last, "by now this should be so: {0}", condition);
            between?.Invoke();
            await Task.Delay(5);
        }
    }

    /// <summary>Waits for a task.</summary>
    public static Task OfAsync(Task task) => task.WaitAsync(Limit);
}
