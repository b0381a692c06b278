namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Files of before plausibility knew the best of the plays that are not kept from the entry alone.</summary>
public sealed class OldSummaryTests
{
    private static readonly PlayKey Kept = new("g", "", "kept");

    [Theory]
    [InlineData(90, 70)]
    [InlineData(70, 70)]
    public void The_best_of_plays_that_are_not_kept_is_taken_from_the_entry(double entry, double kept)
    {
        var quarantined = new QuarantinedPlays();
        var fold = new PlayerFold(new ScoringRule(LeaderboardScoring.Best, ascending: false), quarantined);
        StoredPlayer old = Player(entry, kept);
        PlayScore better = Score(100, "new");
        fold.TryFold(old, isComplete: false, [(new PlayKey("g", "", "new"), better, true)], DateTimeOffset.MinValue, out _, out _).Should().BeFalse("all plays are needed once");
        fold.TryFold(old, isComplete: true, [(new PlayKey("g", "", "new"), better, true)], DateTimeOffset.MinValue, out PlayerWrite? write, out _).Should().BeTrue();
        RankKey.ToScore(write!.Value.Entry!.Key, ascending: false).Should().Be(100);

        quarantined.Set(new PlayId("ann", "g", "new"), true);
        var now = new StoredPlayer(old.Key, 2, write.Value.Entry, write.Value.Summary, [.. old.Plays, .. write.Value.Plays]);
        RankKey.ToScore(fold.Recount(now, DateTimeOffset.MinValue, out _)!.Value.Entry!.Key, ascending: false).Should().Be(Math.Max(entry, kept));
    }

    private static PlayScore Score(double score, string id) => new(score, new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), null, id);

    // The entry is that of the play that is kept, or of one that is not.
    private static StoredPlayer Player(double entry, double kept)
    {
        string play = entry == kept ? "kept" : "gone";
        PlayScore best = Score(entry, play);
        byte[] summary = PlayerSummary.None.Write();
        summary[0] = 1;
        return new StoredPlayer(
            new PlayerKey("all", "", "ann"), 1, new PlayerEntry(RankKey.OfScore(entry, ascending: false), best.At, null, play, play), summary, [new PlayRow(Kept, PlayCodec.Write(new Play(Score(kept, "kept"), null)))]);
    }
}
