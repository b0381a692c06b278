using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>Between <see cref="TournamentSettings"/> and <see cref="TournamentDefinition"/>.</summary>
internal static class TournamentSettingsMap
{
    /// <summary>Reads a definition.</summary>
    /// <param name="settings">The texts.</param>
    /// <param name="path">Where they stand, for the message.</param>
    /// <exception cref="FormatException">A text cannot be read; the message names its path.</exception>
    public static TournamentDefinition ToDefinition(TournamentSettings settings, string path)
    {
        var defaults = new TournamentDefinition();
        return new TournamentDefinition
        {
            Id = settings.Id ?? "",
            Name = settings.Name ?? "",
            Games = settings.Games ?? [],
            GamezopLeaderboards = settings.GamezopLeaderboards ?? [],
            Sources = settings.Sources ?? [],
            Countries = settings.Countries ?? [],
            Order = Read(settings.Order, defaults.Order, path, "Order", Enumeration<LeaderboardOrder>),
            Ranking = Read(settings.Ranking, defaults.Ranking, path, "Ranking", Enumeration<LeaderboardRanking>),
            TimeZone = Read(settings.TimeZone, defaults.TimeZone, path, "TimeZone", Zone),
            Grace = Read(settings.Grace, defaults.Grace, path, "Grace", Span),
            StartsAt = Read(settings.StartsAt, defaults.StartsAt, path, "StartsAt", Instant),
            Duration = Read(settings.Duration, defaults.Duration, path, "Duration", Span),
            Cron = string.IsNullOrWhiteSpace(settings.Cron) ? null : settings.Cron.Trim(),
            Until = Read(settings.Until, null, path, "Until", text => (DateTimeOffset?)Instant(text)),
            Scoring = Read(settings.Scoring, defaults.Scoring, path, "Scoring", TournamentScoring.Parse),
            JoinRequired = Read(settings.JoinRequired, defaults.JoinRequired, path, "JoinRequired", bool.Parse),
            MaxPlayers = Read(settings.MaxPlayers, null, path, "MaxPlayers", text => (int?)Whole(text)),
            MaxAttempts = Read(settings.MaxAttempts, null, path, "MaxAttempts", text => (int?)Whole(text)),
            Prizes = [.. (settings.Prizes ?? []).Select((prize, index) => ToPrize(prize, $"{path}:Prizes:{Of(index)}"))],
            PrizeTies = Read(settings.PrizeTies, defaults.PrizeTies, path, "PrizeTies", Enumeration<PrizeTies>),
            Budget = Read(settings.Budget, null, path, "Budget", text => (decimal?)Amount(text)),
            MustClaim = Read(settings.MustClaim, defaults.MustClaim, path, "MustClaim", bool.Parse),
            ClaimWithin = Read(settings.ClaimWithin, null, path, "ClaimWithin", text => (TimeSpan?)Span(text)),
        };
    }

    public static TournamentSettings ToSettings(TournamentDefinition definition) => new()
    {
        Id = definition.Id,
        Name = definition.Name,
        Games = [.. definition.Games],
        GamezopLeaderboards = [.. definition.GamezopLeaderboards],
        Sources = [.. definition.Sources],
        Countries = [.. definition.Countries],
        Order = definition.Order.ToString(),
        Ranking = definition.Ranking.ToString(),
        TimeZone = Of(definition.TimeZone),
        Grace = Of(definition.Grace),
        StartsAt = Of(definition.StartsAt),
        Duration = Of(definition.Duration),
        Cron = definition.Cron,
        Until = definition.Until is { } until ? Of(until) : null,
        Scoring = definition.Scoring.ToString(),
        JoinRequired = definition.JoinRequired.ToString(),
        MaxPlayers = definition.MaxPlayers is { } players ? Of(players) : null,
        MaxAttempts = definition.MaxAttempts is { } attempts ? Of(attempts) : null,
        Prizes = [.. definition.Prizes.Select(ToSettings)],
        PrizeTies = definition.PrizeTies.ToString(),
        Budget = definition.Budget is { } budget ? Of(budget) : null,
        MustClaim = definition.MustClaim.ToString(),
        ClaimWithin = definition.ClaimWithin is { } within ? Of(within) : null,
    };

    private static Prize ToPrize(PrizeSettings settings, string path) => new()
    {
        FromRank = Read(settings.FromRank, null, path, "FromRank", text => (int?)Whole(text)),
        ToRank = Read(settings.ToRank, null, path, "ToRank", text => (int?)Whole(text)),
        TopPercent = Read(settings.TopPercent, null, path, "TopPercent", text => (double?)Number(text)),
        MinScore = Read(settings.MinScore, null, path, "MinScore", text => (double?)Number(text)),
        Reward = (settings.Reward ?? new RewardSettings()).ToReward($"{path}:Reward"),
    };

    private static PrizeSettings ToSettings(Prize prize) => new()
    {
        FromRank = prize.FromRank is { } from ? Of(from) : null,
        ToRank = prize.ToRank is { } to ? Of(to) : null,
        TopPercent = prize.TopPercent is { } percent ? Of(percent) : null,
        MinScore = prize.MinScore is { } score ? Of(score) : null,
        Reward = new RewardSettings { Kind = prize.Reward.Kind, Amount = Of(prize.Reward.Amount), Data = prize.Reward.Data },
    };
}
