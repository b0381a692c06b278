namespace Gamezop.Scores;

/// <summary>A log that fails, as it does on an exception that cannot be shown, must not keep an event from being settled.</summary>
internal static class SafeLog
{
    public static void Write(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // There is nowhere to say it.
        }
    }
}
