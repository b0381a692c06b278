namespace Gamezop.Scores.Competitions;

/// <summary>From a ranking that stands still to the places that are kept of it.</summary>
internal static class FrozenPlaces
{
    public static IEnumerable<FrozenEntry> Of(string partition, RankedUser[] users, Func<long, double> scoreOf)
    {
        int better = 0;
        for (int i = 0; i < users.Length; i++)
        {
            if (i > 0 && users[i].Key != users[i - 1].Key)
                better = i;
            RankedUser user = users[i];
            yield return new FrozenEntry(partition, i, user.Rank, better, user.UserId, scoreOf(user.Key), new DateTimeOffset(user.Ticks, TimeSpan.Zero), user.Country);
        }
    }
}
