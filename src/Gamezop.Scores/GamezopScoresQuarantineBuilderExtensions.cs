using Gamezop.Scores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds to the quarantine.</summary>
public static class GamezopScoresQuarantineBuilderExtensions
{
    /// <summary>Shows entries of one's own in <see cref="IQuarantine"/>, which is there from then on, with or without an inbox.</summary>
    /// <typeparam name="TSource">The source.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the source, once.</param>
    /// <returns>The builder.</returns>
    public static IGamezopScoresBuilder AddQuarantineSource<TSource>(this IGamezopScoresBuilder builder, Func<IServiceProvider, TSource> create)
        where TSource : class, IQuarantineSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton<IQuarantineSource>(create);
        builder.Services.TryAddSingleton<IQuarantine>(static provider => new Quarantine(provider.GetServices<IQuarantineSource>()));
        return builder;
    }
}
