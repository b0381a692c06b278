using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Gamezop.Scores;

/// <summary>
/// The options in force now: those of the last configuration that passed validation. The framework's monitor is not used because
/// it throws into whoever reloads the configuration, and has nothing to serve with once the present values are bad.
/// </summary>
internal sealed class LiveOptions(
    IOptionsFactory<GamezopScoresOptions> factory,
    IEnumerable<IOptionsChangeTokenSource<GamezopScoresOptions>> sources,
    ILogger<LiveOptions> logger) : IHealthSource, IDisposable
{
    private readonly Lock _reloading = new();
    private readonly List<IDisposable> _subscriptions = [];
    private volatile GamezopScoresOptions? _current;
    private volatile string? _problem;

    /// <summary>The options in force. The first read validates.</summary>
    /// <exception cref="OptionsValidationException">No valid options were ever seen.</exception>
    public GamezopScoresOptions Current => _current ?? Start();

    public HealthReport Report() => _problem is { } problem ? HealthReport.Degraded(problem) : HealthReport.Healthy;

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private GamezopScoresOptions Start()
    {
        lock (_reloading)
        {
            if (_current is { } known)
                return known;

            // Before the values are read: a change that comes in between waits for the lock and is not lost.
            if (_subscriptions.Count == 0)
                _subscriptions.AddRange(sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload)));
            return _current = factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
        }
    }

    private void Reload()
    {
        lock (_reloading)
        {
            try
            {
                var options = factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
                if (options.AllowAnonymous && _current is { AllowAnonymous: false })
                    Log.AnonymousAllowed(logger);
                _current = options;
                if (_problem is not null)
                    Log.OptionsMended(logger);
                _problem = null;
            }
            catch (Exception exception)
            {
                // Whatever is wrong with the new values (validation, a number that isn't one), the old ones go on serving.
                _problem = "The changed configuration is not valid; the last good one stays in force.";
                Log.OptionsRefused(logger, exception);
            }
        }
    }
}
