using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>What <c>AddGamezopScores</c> returns: handlers, filters, stores and competitions are added to it by extension methods.</summary>
public interface IGamezopScoresBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>The section given to <c>AddGamezopScores</c>, or null when the options were set in code.</summary>
    IConfiguration? Configuration { get; }
}
