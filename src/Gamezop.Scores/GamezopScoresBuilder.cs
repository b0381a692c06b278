using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

internal sealed class GamezopScoresBuilder(IServiceCollection services, IConfiguration? configuration) : IGamezopScoresBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration? Configuration => configuration;
}
