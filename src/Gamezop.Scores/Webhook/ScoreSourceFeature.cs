namespace Gamezop.Scores;

/// <summary>One for each source, shared by all its calls.</summary>
internal sealed class ScoreSourceFeature(string name) : IScoreSourceFeature
{
    public string Name { get; } = name;
}
