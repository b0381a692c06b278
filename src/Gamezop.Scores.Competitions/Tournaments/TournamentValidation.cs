namespace Gamezop.Scores.Competitions;

internal static class TournamentValidation
{
    // Beyond these, sums of prizes would no longer be exact.
    private const decimal MostAmount = 1_000_000_000_000_000m;
    private const int MostDecimals = 9;
    private const int LongestName = 200;
    private const int GapsLookedAt = 20_000;
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3_660);
    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(800);

    /// <summary>Checks every rule that needs one definition alone.</summary>
    /// <exception cref="TournamentDefinitionException">A rule is broken.</exception>
    public static void Validate(TournamentDefinition definition)
    {
        if (LeaderboardValidation.IdProblem(definition.Id) is { } problem)
            throw Broken(definition, nameof(definition.Id), problem);
        if (definition.Id.Contains('@', StringComparison.Ordinal))
            throw Broken(definition, nameof(definition.Id), "must not hold @, which divides it from the start of an occurrence");
        if (definition.Name is null || definition.Name.Length > LongestName)
            throw Broken(definition, nameof(definition.Name), $"is null or longer than {SettingText.Of(LongestName)} characters");
        CheckList(definition, nameof(definition.Games), definition.Games);
        CheckList(definition, nameof(definition.GamezopLeaderboards), definition.GamezopLeaderboards);
        CheckList(definition, nameof(definition.Sources), definition.Sources);
        CheckList(definition, nameof(definition.Countries), definition.Countries);
        if (definition.Countries.FirstOrDefault(country => CountryCode.Normalize(country) is null) is { } none)
            throw Broken(definition, nameof(definition.Countries), $"has '{none}', which is not a country of two letters");
        CheckEnum(definition, nameof(definition.Order), definition.Order);
        CheckEnum(definition, nameof(definition.Ranking), definition.Ranking);
        CheckEnum(definition, nameof(definition.PrizeTies), definition.PrizeTies);
        if (definition.Order == LeaderboardOrder.FromGamezop && definition.Games.Count == 0)
            throw Broken(definition, nameof(definition.Order), "is FromGamezop while Games is empty; the metadata is asked for by game");
        if (LeaderboardValidation.ZoneProblem(definition.TimeZone) is { } zone)
            throw Broken(definition, nameof(definition.TimeZone), zone);
        if (definition.Scoring is null)
            throw Broken(definition, nameof(definition.Scoring), "is null");
        if (definition.Grace < TimeSpan.Zero || definition.Grace > LongestGrace)
            throw Broken(definition, nameof(definition.Grace), $"is {definition.Grace}; it must be from 0 to 30 days, as long as events are kept");
        CheckTimes(definition);
        CheckPlayers(definition);
        CheckPrizes(definition);
    }

    private static void CheckTimes(TournamentDefinition definition)
    {
        if (definition.Duration <= TimeSpan.Zero || definition.Duration > LongestDuration)
            throw Broken(definition, nameof(definition.Duration), $"is {definition.Duration}; it must be more than 0 and at most 3660 days");
        if (definition.StartsAt.Year > 9_000)
            throw Broken(definition, nameof(definition.StartsAt), "is past the year 9000");
        if (definition.Cron is { } cron)
        {
            CheckGaps(definition, cron);
            return;
        }

        if (definition.StartsAt == default)
            throw Broken(definition, nameof(definition.StartsAt), "is missing; a tournament without Cron takes place once");
        if (definition.Until is not null)
            throw Broken(definition, nameof(definition.Until), "is set while Cron is not; a tournament that takes place once ends after its Duration");
    }

    private static void CheckGaps(TournamentDefinition definition, string cron)
    {
        LeaderboardWindow window;
        try
        {
            window = LeaderboardWindow.Cron(cron);
        }
        catch (FormatException exception)
        {
            throw new TournamentDefinitionException(definition.Id, nameof(definition.Cron), $"cannot be read: {exception.Message.TrimEnd('.')}");
        }

        if (definition.Until <= definition.StartsAt)
            throw Broken(definition, nameof(definition.Until), "is not after StartsAt");
        // Across the changes of clocks to come: a day may have 23 hours.
        var occurrences = new CronOccurrences(window.Schedule!, window.IsInterval, definition.TimeZone);
        DateTime from = definition.StartsAt == default ? new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) : definition.StartsAt.UtcDateTime;
        DateTime? last = occurrences.After(from.AddTicks(-1));
        if (last is null)
            throw Broken(definition, nameof(definition.Cron), "is never due");
        for (int i = 0; i < GapsLookedAt && last < from + LookAhead && occurrences.After(last.Value) is { } next; i++, last = next)
            if (next - last < definition.Duration)
                throw Broken(definition, nameof(definition.Duration), $"is {definition.Duration}, and Cron is due at {last:u} and again at {next:u}: an occurrence must be over when the next one starts");
    }

    private static void CheckPlayers(TournamentDefinition definition)
    {
        if (definition.MaxPlayers is < 1)
            throw Broken(definition, nameof(definition.MaxPlayers), "must be at least 1");
        if (definition.MaxPlayers is not null && !definition.JoinRequired)
            throw Broken(definition, nameof(definition.MaxPlayers), "is set while JoinRequired is not; only who joins can be counted");
        if (definition.MaxAttempts is < 1)
            throw Broken(definition, nameof(definition.MaxAttempts), "must be at least 1");
        if (definition.ClaimWithin is { } within && (within <= TimeSpan.Zero || !definition.MustClaim))
            throw Broken(definition, nameof(definition.ClaimWithin), "must be more than 0, and needs MustClaim");
    }

    private static void CheckPrizes(TournamentDefinition definition)
    {
        if (definition.Prizes is null)
            throw Broken(definition, nameof(definition.Prizes), "is null; leave it empty where nothing is won");
        for (int i = 0; i < definition.Prizes.Count; i++)
            if (ProblemOf(definition.Prizes[i]) is { } problem)
                throw Broken(definition, $"{nameof(definition.Prizes)}[{SettingText.Of(i)}]", problem);
        if (definition.PrizeTies == PrizeTies.Split)
        {
            if (definition.Ranking == LeaderboardRanking.Ordinal)
                throw Broken(definition, nameof(definition.PrizeTies), "is Split while Ranking is Ordinal; nobody shares a rank there");
            // What is added and divided must be one thing.
            if (definition.Prizes.GroupBy(prize => prize.Reward.Kind, StringComparer.Ordinal).FirstOrDefault(kind => kind.DistinctBy(prize => prize.Reward.Data).Count() > 1) is { } mixed)
                throw Broken(definition, nameof(definition.PrizeTies), $"is Split while prizes of kind '{mixed.Key}' differ in Data; they could not be added");
        }

        decimal? most = PrizeBudget.MostPaid(definition.Prizes, definition.PrizeTies, definition.Ranking, definition.MaxPlayers);
        if (definition.Budget is { } budget && !(most <= budget))
            throw Broken(
                definition, nameof(definition.Budget),
                $"is {SettingText.Of(budget)}, and the prizes could come to {(most is { } paid ? SettingText.Of(paid) : "any amount, for nothing limits how many players win them")}");
    }

    private static string? ProblemOf(Prize prize)
    {
        if (prize?.Reward is null)
            return "is null or has no Reward";
        if (prize.FromRank is < 1)
            return "has a FromRank below 1";
        if (prize.ToRank < (prize.FromRank ?? 1))
            return "has a ToRank before its FromRank";
        if (prize.TopPercent is not (null or (> 0 and <= 100)))
            return "has a TopPercent that is not more than 0 and at most 100";
        if (prize.MinScore is { } score && !double.IsFinite(score))
            return "has a MinScore that is not a number";
        if (prize.Reward.Amount is <= 0 or > MostAmount)
            return "has an Amount that is not more than 0 and at most 10^15";
        return prize.Reward.Amount.Scale > MostDecimals ? $"has an Amount with more than {SettingText.Of(MostDecimals)} decimals" : null;
    }

    private static void CheckList(TournamentDefinition definition, string member, IReadOnlyList<string> list)
    {
        if (list is null)
            throw Broken(definition, member, "is null; leave it empty to match everything");
        if (list.Any(string.IsNullOrWhiteSpace))
            throw Broken(definition, member, "has an empty element");
    }

    private static void CheckEnum<T>(TournamentDefinition definition, string member, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Broken(definition, member, $"is {value}, which is not one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private static TournamentDefinitionException Broken(TournamentDefinition definition, string member, string reason) => new(definition.Id ?? "", member, reason);
}
