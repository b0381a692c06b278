using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores;

/// <summary>The worst of what the SDK's parts report.</summary>
internal sealed class ScoresHealthCheck(IEnumerable<IHealthSource> sources) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reports = sources.Select(source => source.Report()).Where(report => report.Status != HealthStatus.Healthy).ToList();
        var status = reports.Select(report => report.Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        return Task.FromResult(new HealthCheckResult(status, reports.Count == 0 ? null : string.Join(" ", reports.Select(report => report.Description))));
    }
}
