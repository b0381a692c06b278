namespace Gamezop.Scores;

/// <summary>A part of the SDK that the health check asks.</summary>
internal interface IHealthSource
{
    HealthReport Report();
}
