using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Arcade;

/// <summary>
/// What a page says once, after a button: kept in a cookie for the page that somebody opens next. Scripts fetch pages too, in any tab, and must not use it up.
/// </summary>
internal sealed class PageMessages(CookieTempDataProvider cookie) : ITempDataProvider
{
    public IDictionary<string, object> LoadTempData(HttpContext context) => IsFetched(context) ? new Dictionary<string, object>() : cookie.LoadTempData(context);

    public void SaveTempData(HttpContext context, IDictionary<string, object> values)
    {
        if (!IsFetched(context))
            cookie.SaveTempData(context, values);
    }

    // Browsers say so themselves.
    private static bool IsFetched(HttpContext context) => context.Request.Headers["Sec-Fetch-Dest"] == "empty";
}
