using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>The services of one attempt; the scope is created when first asked for.</summary>
internal sealed class InboxScope(IServiceScopeFactory scopes) : IScoreScope
{
    private AsyncServiceScope? _scope;

    public IServiceProvider Services => (_scope ??= scopes.CreateAsyncScope()).ServiceProvider;

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
}
