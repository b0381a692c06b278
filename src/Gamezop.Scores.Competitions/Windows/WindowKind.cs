namespace Gamezop.Scores.Competitions;

internal enum WindowKind
{
    AllTime,
    Daily,
    Weekly,
    Monthly,
    Cron,
    Range,
}
