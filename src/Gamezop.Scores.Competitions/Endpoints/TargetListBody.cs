namespace Gamezop.Scores.Competitions;

internal sealed record TargetListBody(IReadOnlyList<TargetListItem> Targets)
{
    public static TargetListBody Of(IReadOnlyList<TargetProgress> progress) => new([.. progress.Select(TargetListItem.From)]);
}
