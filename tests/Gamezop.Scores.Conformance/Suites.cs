using System.Reflection;

namespace Gamezop.Scores.Conformance;

/// <summary>Finds the suites that an engine has left out.</summary>
public static class Suites
{
    /// <summary>Every suite over a kind of fixture that the assembly derives no class from for this fixture.</summary>
    public static IReadOnlyList<string> LeftOut<TFixture>(Assembly tests) =>
        [.. typeof(Suites).Assembly.GetExportedTypes()
            .Where(suite => suite.IsGenericTypeDefinition && suite.IsAbstract)
            .Where(suite => suite.GetGenericArguments()[0].GetGenericParameterConstraints().Any(kind => kind.IsAssignableFrom(typeof(TFixture))))
            .Where(suite => !tests.GetTypes().Any(type => !type.IsAbstract && DerivesFrom(type, suite.MakeGenericType(typeof(TFixture)))))
            .Select(suite => suite.Name)];

    private static bool DerivesFrom(Type type, Type suite) => suite.IsAssignableFrom(type);
}
