using System.Diagnostics;

namespace Gamezop.Scores;

/// <summary>
/// The package's activity source: one span for each handler that runs, inside the request's own span, or with links to the requests that
/// brought the events.
/// </summary>
internal static class ScoreActivities
{
    /// <summary>Exporters keep so many links of a span at most.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(ScoreMetrics.Name);

    public static Activity? StartHandler(string handler, ScoreContext? one, IReadOnlyList<ScoreContext>? many)
    {
        if (!Source.HasListeners())
            return null;
        var links = (many ?? [one!]).Select(Link).OfType<ActivityLink>().Take(MaxLinks).ToList();
        var activity = Source.StartActivity(ActivityKind.Internal, links: links.Count == 0 ? null : links, name: "gamezop.scores.handle");
        activity?.SetTag("gamezop.handler", handler);
        return activity;
    }

    private static ActivityLink? Link(ScoreContext context) =>
        context.TraceParent is { } parent && ActivityContext.TryParse(parent, null, isRemote: true, out var call) ? new ActivityLink(call) : null;

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
