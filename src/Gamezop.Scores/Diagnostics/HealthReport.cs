using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores;

/// <summary>How one part of the SDK is doing.</summary>
internal readonly record struct HealthReport(HealthStatus Status, string? Description)
{
    public static HealthReport Healthy => new(HealthStatus.Healthy, null);

    public static HealthReport Degraded(string description) => new(HealthStatus.Degraded, description);

    public static HealthReport Unhealthy(string description) => new(HealthStatus.Unhealthy, description);
}
