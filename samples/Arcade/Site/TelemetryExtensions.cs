using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Arcade;

internal static class TelemetryExtensions
{
    /// <summary>Metrics and traces by OTLP, when the usual setting OTEL_EXPORTER_OTLP_ENDPOINT says where to.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is null)
            return;
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("Gamezop.Scores", "Gamezop.Scores.Competitions").AddAspNetCoreInstrumentation())
            .WithTracing(traces => traces.AddSource("Gamezop.Scores").AddAspNetCoreInstrumentation())
            .UseOtlpExporter();
    }
}
