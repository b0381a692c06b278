using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>How the application has registered handlers and filters, and where their instances come from.</summary>
internal sealed class Registrations(IServiceCollection services)
{
    private readonly List<Type> _roles = [];

    /// <summary>The type is a handler, or a filter. It may be both, or a handler under several names.</summary>
    public void AddRole(Type type) => _roles.Add(type);

    /// <summary>Whether the application has registered the type, by itself or as an open generic one.</summary>
    public bool Contains(Type type) => Find(type) is not null;

    /// <summary>
    /// A singleton comes from the root, once. What needs no scope is built by its constructor, for each call. Anything else comes from the
    /// event's scope, which is created when it is first asked for. Called when all roles are known.
    /// </summary>
    public Func<ScoreContext, T> InstancesOf<T>(IServiceProvider root)
        where T : class
    {
        var service = Find(typeof(T));
        if (service?.Lifetime == ServiceLifetime.Singleton)
        {
            T? singleton = null;
            return _ => singleton ??= root.GetRequiredService<T>();
        }

        // Another container may have registrations that are not among these services.
        var isMicrosofts = root.GetType().Assembly == typeof(ServiceProvider).Assembly;
        if (service is not null && isMicrosofts && !IsShared(service) && CanBeBuiltWithoutScope(service, []))
        {
            var create = ActivatorUtilities.CreateFactory(service.ImplementationType!, Type.EmptyTypes);
            return _ => (T)create(root, null);
        }

        return context => context.Services.GetRequiredService<T>();
    }

    /// <summary>
    /// Whether a scope has nothing to do for it: it is a class that is not disposable, with one constructor, so that there is no choice, which
    /// asks for nothing but singletons and transients of that kind.
    /// </summary>
    private bool CanBeBuiltWithoutScope(ServiceDescriptor service, HashSet<Type> within)
    {
        if (service.ImplementationType is not { IsGenericTypeDefinition: false } type || IsDisposable(type))
            return false;
        if (type.GetConstructors() is not [var constructor] || !within.Add(type))
            return false;
        var can = constructor.GetParameters().All(parameter => !IsKeyed(parameter) && Find(parameter.ParameterType) switch
        {
            { Lifetime: ServiceLifetime.Singleton } => true,
            { Lifetime: ServiceLifetime.Transient } needed => CanBeBuiltWithoutScope(needed, within),
            _ => false,
        });
        within.Remove(type);
        return can;
    }

    /// <summary>Whether a scope has to give the same instance to several that ask for it.</summary>
    private bool IsShared(ServiceDescriptor service) => service.Lifetime == ServiceLifetime.Scoped
        && (_roles.Count(role => role == service.ServiceType) > 1 || services.Any(other => AsksFor(other, service.ServiceType)));

    private static bool AsksFor(ServiceDescriptor other, Type type) =>
        !other.IsKeyedService
        && other.ImplementationType is { } asking
        && asking.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == type));

    private static bool IsDisposable(Type type) =>
        type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IAsyncDisposable));

    private static bool IsKeyed(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(FromKeyedServicesAttribute), inherit: false) || parameter.IsDefined(typeof(ServiceKeyAttribute), inherit: false);

    // As dependency injection looks it up: the last registration of the type, else of its generic definition.
    private ServiceDescriptor? Find(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService)
        ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition()) : null);
}
