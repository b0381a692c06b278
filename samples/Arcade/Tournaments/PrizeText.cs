using System.Globalization;
using Gamezop.Scores.Competitions;

namespace Arcade;

/// <summary>Who gets a prize, as players read it.</summary>
internal static class PrizeText
{
    public static string WhoGets(Prize prize)
    {
        string?[] conditions = [Ranks(prize), prize.TopPercent is { } percent ? $"the best {percent:0.##} %" : null, prize.MinScore is { } score ? $"{score:N0} points or better" : null];
        var text = string.Join(", ", conditions.Where(condition => condition is not null));
        return text.Length == 0 ? "Everybody on the list" : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
    }

    public static string What(Reward reward) => $"{reward.Amount:#,0.##} {reward.Kind}";

    private static string? Ranks(Prize prize) => (prize.FromRank ?? 1, prize.ToRank) switch
    {
        (1, null) => null,
        var (from, to) when from == to => $"rank {from}",
        var (from, to) => to is null ? $"rank {from} and after" : $"ranks {from} to {to}",
    };
}
