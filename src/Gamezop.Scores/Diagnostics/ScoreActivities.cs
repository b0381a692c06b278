using System.Diagnostics;

namespace Gamezop.Scores;

/// <summary>The package's activity source: one span for each handler that runs, inside the request's own span.</summary>
internal static class ScoreActivities
{
    private static readonly ActivitySource Source = new(ScoreMetrics.Name);

    public static Activity? StartHandler(string handler)
    {
        var activity = Source.HasListeners() ? Source.StartActivity("gamezop.scores.handle") : null;
        activity?.SetTag("gamezop.handler", handler);
        return activity;
    }

    public static void Stop(Activity? activity, Exception? failure)
    {
        if (activity is null)
            return;
        if (failure is not null)
        {
            activity.SetTag("error.type", failure.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }
}
