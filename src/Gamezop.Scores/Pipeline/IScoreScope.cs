namespace Gamezop.Scores;

/// <summary>Where a context gets its services from; creates the scope only when asked.</summary>
internal interface IScoreScope
{
    IServiceProvider Services { get; }
}
