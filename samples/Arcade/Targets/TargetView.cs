using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>A target and how far the player is.</summary>
internal sealed record TargetView(TargetDefinition Definition, TargetProgress Progress)
{
    public string Title => TargetTitles.Of(Definition.Id);
}
