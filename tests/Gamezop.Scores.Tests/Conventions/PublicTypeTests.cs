using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Gamezop.Scores.Tests.Conventions;

/// <summary>Rules that hold for every public type of every package; the assemblies are those that this test project references.</summary>
public sealed class PublicTypeTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Open classes that a user is meant to derive from, and why they are not abstract.
    private static readonly string[] MeantForDerivation =
    [
        // One virtual method per state that does nothing unless overridden: abstract members would all have to be written.
        "Gamezop.Scores.ScoreHandler",
        // Thrown as it is, and the base of exceptions that say more about what is missing.
        "Gamezop.Scores.ScoreDeferredException",
    ];

    private static readonly string[] Namespaces =
    [
        "Gamezop.Scores", "Gamezop.Scores.Storage", "Gamezop.Scores.Competitions", "Gamezop.Scores.Testing", "Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder",
    ];

    public static TheoryData<string> Packages => [.. Loaded().Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_are_sealed_abstract_static_or_interfaces(string package) =>
        Types(package).Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !MeantForDerivation.Contains(type.FullName)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_are_in_the_namespaces_that_users_know(string package) =>
        Types(package).Where(type => !Namespaces.Contains(type.Namespace)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Options_are_plain_classes_because_a_record_prints_its_secrets(string package) =>
        Types(package).Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetMethod("PrintMembers", Declared) is not null).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_async_methods_take_a_cancellation_token_last(string package) =>
        Types(package).Where(type => !type.IsSubclassOf(typeof(Delegate))).SelectMany(type => type.GetMethods(Declared)).Where(method => IsVisible(method) && IsAsync(method) && !IsForced(method))
            .Where(method => method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
            .Select(Describe).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_and_members_have_a_summary(string package)
    {
        var documented = XDocument.Load(Path.ChangeExtension(Assembly.Load(package).Location, ".xml")).Descendants("member")
            .Where(member => member.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => member.Attribute("name")!.Value.Split('(')[0])
            .ToHashSet();

        Types(package).SelectMany(type => MemberIds(type).Prepend("T:" + Id(type))).Where(id => !documented.Contains(id)).Should().BeEmpty();
    }

    private static IEnumerable<Assembly> Loaded() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "Gamezop.Scores*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", name, name + ".csproj")))
            .Select(Assembly.Load);

    private static Type[] Types(string package) => Assembly.Load(package).GetExportedTypes();

    private static IEnumerable<string> MemberIds(Type type)
    {
        // The compiler writes most members of a delegate and the equality of a record.
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        var methods = type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName && !IsGenerated(method) && method.GetBaseDefinition() == method)
            .Select(method => "M:" + Id(type) + "." + method.Name + (method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : ""));
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && !IsGenerated(property.GetAccessors(nonPublic: true)[0], property))
            .Select(property => "P:" + Id(type) + "." + property.Name);
        var fields = type.GetFields(Declared).Where(field => field.IsPublic && !field.IsSpecialName).Select(field => "F:" + Id(type) + "." + field.Name);
        var events = type.GetEvents(Declared).Select(found => "E:" + Id(type) + "." + found.Name);
        return [.. methods, .. properties, .. fields, .. events];
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MethodBase method, PropertyInfo? property = null) =>
        property is null
            ? method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name is "Deconstruct" or "<Clone>$"
            : property.Name == "EqualityContract" || (IsRecord(property.DeclaringType!) && property.DeclaringType!.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name)));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    private static bool IsAsync(MethodInfo method) =>
        typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask) ||
        (method.ReturnType.IsGenericType && (method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>) || method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    /// <summary>Signatures that the framework prescribes: middleware's InvokeAsync(HttpContext), DisposeAsync.</summary>
    private static bool IsForced(MethodInfo method) =>
        method.Name == nameof(IAsyncDisposable.DisposeAsync) ||
        (method.Name == "InvokeAsync" && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(Microsoft.AspNetCore.Http.HttpContext));

    private static string Describe(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";

    private static string Id(Type type) => type.FullName!.Replace('+', '.');
}
