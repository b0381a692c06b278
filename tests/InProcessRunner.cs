using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Gamezop.Scores.Tests;

/// <summary>
/// Makes a test project a program that runs its own tests, without the host of <c>dotnet test</c>, which does not start under a shifted
/// clock: <c>dotnet X.Tests.dll [part of a test's name]</c>. Exits non-zero when a test failed or none was run. See <c>clocks.sh</c>.
/// </summary>
internal static class InProcessRunner
{
    private static int Main(string[] arguments)
    {
        var part = arguments.Length > 0 ? arguments[0] : "";
        Console.WriteLine(FormattableString.Invariant(
            $"It is {DateTimeOffset.Now:yyyy-MM-dd HH:mm:sszzz} in {TimeZoneInfo.Local.Id}, in the language '{CultureInfo.CurrentCulture.Name}'"));
        using var framework = new XunitTestFramework(new NullMessageSink());
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(Assembly.GetExecutingAssembly()));
        using var discovered = new Report();
        discoverer.Find(includeSourceInformation: false, discovered, new RunnerOptions());
        discovered.Wait();

        using var executor = framework.GetExecutor(Assembly.GetExecutingAssembly().GetName());
        using var report = new Report();
        var chosen = discovered.Tests.Where(test => !IsCampaign(test) && Name(test).Contains(part, StringComparison.Ordinal));
        executor.RunTests(chosen, report, new RunnerOptions());
        report.Wait();
        Console.WriteLine($"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped");
        return report is { Failed: 0, Passed: > 0 } ? 0 : 1;
    }

    private static string Name(ITestCase test) => $"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}";

    private static bool IsCampaign(ITestCase test) =>
        test.Traits.TryGetValue("Category", out var categories) && categories.Contains("Campaign");

    /// <summary>What xunit says while it discovers tests or runs them; messages come one at a time.</summary>
    private sealed class Report : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        private readonly ManualResetEventSlim _complete = new();

        public List<ITestCase> Tests { get; } = [];

        public int Passed { get; private set; }

        public int Failed { get; private set; }

        public int Skipped { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    Tests.Add(found.TestCase);
                    break;
                case ITestPassed:
                    Passed++;
                    break;
                case ITestSkipped:
                    Skipped++;
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, failed);
                    break;
                case IFailureInformation failure:
                    Fail(message.GetType().Name, failure);
                    break;
                case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                    _complete.Set();
                    break;
                default:
                    break;
            }

            return true;
        }

        public void Wait() => _complete.Wait();

        public void Dispose() => _complete.Dispose();

        private void Fail(string what, IFailureInformation failure)
        {
            Failed++;
            Console.WriteLine($"FAILED {what}");
            for (var i = 0; i < failure.Messages.Length; i++)
                Console.WriteLine($"{failure.ExceptionTypes[i]}: {failure.Messages[i]}\n{failure.StackTraces[i]}");
        }
    }

    /// <summary>Xunit's defaults.</summary>
    private sealed class RunnerOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = [];

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }
}
