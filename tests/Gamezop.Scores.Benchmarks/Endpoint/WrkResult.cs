namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>One slice of load: latencies in milliseconds, the server's processor time for a request in microseconds.</summary>
internal readonly record struct WrkResult(double Requests, double RequestsPerSecond, double P50, double P99, double Processor = 0);
