using Gamezop.Scores.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Competitions;

/// <summary>Whether competitions answer, and rightly. Only says what is known: looking goes on in the background.</summary>
internal sealed class CompetitionsHealthCheck(
    BoardCatalog catalog, RankingSelfCheck check, OrderWatch orders, OngoingFailures? failures = null, TournamentCatalog? tournaments = null,
    TargetCatalog? targets = null, IEnumerable<IStoreProbe>? stores = null)
    : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = failures is null ? "" : string.Join(" ", failures.Texts);
        if (!catalog.IsReady)
        {
            var text = "The leaderboards are still being read from the store. " + failing;
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, text.TrimEnd()));
        }
        if (failures is { IsSevere: true })
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, failing));
        if (check.Wrong is { Count: > 0 } wrong)
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "Ranks are not those of the store; a restart reads them anew. " + string.Join(" ", wrong)));
        string[] unreadable = [.. catalog.Unreadable, .. tournaments?.Refused ?? [], .. targets?.Unreadable ?? []];
        if (failing.Length > 0 || unreadable.Length > 0)
        {
            var refusals = unreadable.Length == 0 ? "" : " What is kept under these definitions does not go on until they are corrected or removed. " + string.Join(" ", unreadable);
            return Task.FromResult(HealthCheckResult.Degraded((failing + refusals).TrimStart()));
        }

        if (catalog.Refused.ToList() is { Count: > 0 } refused)
            return Task.FromResult(HealthCheckResult.Degraded("Boards are missing until Gamezop's answers and the definitions agree, and the host is started again. " + string.Join(" ", refused)));
        string[] waiting = [.. catalog.Waiting.Select(definition => definition.Id).Order(StringComparer.Ordinal)];
        if (waiting.Length > 0)
            return Task.FromResult(HealthCheckResult.Degraded($"Events wait for what Gamezop says of the order of: {string.Join(", ", waiting)}."));
        if (string.Join(" ", (stores ?? []).Select(store => store.Warning).OfType<string>()) is { Length: > 0 } warnings)
            return Task.FromResult(HealthCheckResult.Degraded(warnings));
        return Task.FromResult(
            orders.Changes is { Count: > 0 } changes ? HealthCheckResult.Degraded($"Gamezop has changed an order, and a rebuild is needed. {string.Join("; ", changes)}.") : HealthCheckResult.Healthy());
    }
}
