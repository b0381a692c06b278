using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>The tournaments' part: taking part, places, plays, and what operators did.</summary>
internal sealed class TournamentExport(TournamentCatalog catalog, OccurrenceParts parts) : IPlayerExport
{
    private readonly RankingExport _rankings = new(parts.Rankings);

    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        Occurrence[] occurrences = [.. catalog.Occurrences.OrderBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
        writer.WriteStartArray("participation");
        foreach (Occurrence occurrence in occurrences)
            if (await occurrence.FindPlayerAsync(userId, cancellationToken) is { } player)
                Write(writer, player);
        writer.WriteEndArray();
        writer.WriteStartArray("tournaments");
        foreach (Occurrence occurrence in occurrences)
            if (occurrence.Ranking is { } ranking)
            {
                await _rankings.WriteOpenAsync(writer, occurrence.Id, ranking.Name, OccurrenceRanking.Window, ["", OccurrenceRanking.Ahead], userId, ranking.Rule.ScoreOf, cancellationToken);
                await _rankings.WriteClosedAsync(writer, occurrence.Id, ranking.Name, OccurrenceRanking.Window, [""], userId, cancellationToken);
            }

        writer.WriteEndArray();
        writer.WriteStartArray("tournamentActions");
        foreach (TournamentAction action in (await parts.Tournaments.ReadActionsAsync(null, int.MaxValue, cancellationToken)).Where(action => action.UserId == userId))
            writer.WriteValue(action, PlayersJson.Default.TournamentAction);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, StoredTournamentPlayer player)
    {
        writer.WriteStartObject();
        writer.WriteString("id", player.OccurrenceId);
        if (player.JoinedAt is { } joinedAt)
            writer.WriteString("joinedAt", joinedAt);
        writer.WriteNumber("extraAttempts", player.ExtraAttempts);
        writer.WriteBoolean("isDisqualified", player.IsDisqualified);
        writer.WriteEndObject();
    }
}
