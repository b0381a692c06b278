namespace Gamezop.Scores.Competitions;

/// <content>Operators remove what a user has scored, without a ban.</content>
internal sealed partial class Board
{
    /// <summary>Removes a user's entry from a window that takes scores, in all of its partitions: every play that is known by now.</summary>
    /// <param name="key">The window.</param>
    /// <param name="userId">The user.</param>
    /// <param name="action">What is recorded, in the step that keeps it.</param>
    /// <param name="cancellationToken">Cancels the wait; once it is kept, it is carried out.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="LeaderboardRefusedException">The window is closed.</exception>
    public ValueTask<bool> RemoveEntryAsync(string key, string userId, LeaderboardAction action, CancellationToken cancellationToken) => RemoveAsync(
        async scope =>
        {
            OpenWindow? window = scope.FindOpen(key);
            if (FindClosed(key) is not null || window?.Span.End <= scope.ClosedThrough)
                throw new LeaderboardRefusedException(
                    $"Window '{key}' of leaderboard '{Id}' is closed, and closed ranks never change. Ban the user to hide the place.");
            return window is not null && await scope.FindPlaysAsync(window, userId, cancellationToken) is { } plays
                ? ScoreRemoval.OfEntry(userId, window.Span, plays, scope.SettledThrough, action.At)
                : null;
        },
        action, cancellationToken);

    /// <summary>Removes a play from all windows that take scores.</summary>
    /// <param name="play">The play.</param>
    /// <param name="action">What is recorded, in the step that keeps it.</param>
    /// <param name="cancellationToken">Cancels the wait; once it is kept, it is carried out.</param>
    /// <returns>Whether one of the windows has it.</returns>
    public ValueTask<bool> RemovePlayAsync(PlayId play, LeaderboardAction action, CancellationToken cancellationToken)
    {
        var removal = ScoreRemoval.OfPlay(play);
        return RemoveAsync(
            async scope =>
            {
                foreach (OpenWindow window in scope.OpenWindows.Where(window => window.Span.End > scope.ClosedThrough))
                    if (await scope.FindPlaysAsync(window, play.UserId, cancellationToken) is { } plays
                        && plays.Any(known => removal.Contains(known.Key, known.Value)))
                        return removal;
                return null;
            },
            action, cancellationToken);
    }

    /// <summary>Carries out what a process that was killed had kept and not carried out. Before events are taken.</summary>
    public async ValueTask FinishRemovalsAsync(CancellationToken cancellationToken)
    {
        if (_document.Removals.All(removal => removal.IsApplied))
            return;
        foreach (ScoreRemoval removal in _document.Removals.Where(removal => !removal.IsApplied))
        {
            await Scope.RemoveAsync(removal, cancellationToken);
            if (_building is not null)
                await RemoveAsync(_building, removal, cancellationToken);
        }

        await SaveAsync(Scope, _document with { Removals = [.. _document.Removals.Select(removal => removal with { IsApplied = true })] }, cancellationToken);
    }

    /// <summary>Forgets what was removed of a user who is erased. For whoever has the board's turn.</summary>
    public async ValueTask ForgetRemovalsAsync(string userId, CancellationToken cancellationToken)
    {
        if (_document.Removals.Any(removal => removal.UserId == userId))
            await SaveAsync(Scope, _document with { Removals = [.. _document.Removals.Where(removal => removal.UserId != userId)] }, cancellationToken);
    }

    // Where it fails it may have cut a play all the same, and does not find it when it is repeated.
    private async ValueTask RemoveAsync(BoardScope building, ScoreRemoval removal, CancellationToken cancellationToken)
    {
        var mustReadAgain = _mustReadAgain;
        _mustReadAgain = true;
        var isCut = await building.RemoveAsync(removal, cancellationToken);
        _mustReadAgain = mustReadAgain || isCut;
    }

    private async ValueTask<bool> RemoveAsync(Func<BoardScope, ValueTask<ScoreRemoval?>> find, LeaderboardAction action, CancellationToken cancellationToken)
    {
        bool found = false;
        await AloneAsync(
            async scope =>
            {
                CheckThere();
                if (await find(scope) is not { } removal)
                    return;
                // From this write on its events do not count any more, however they come.
                await SaveAsync(scope, _document with { Removals = ScoreRemoval.Add(_document.Removals, removal) }, cancellationToken, action);
                found = true;
                await FinishRemovalsAsync(CancellationToken.None);
            },
            cancellationToken);
        return found;
    }
}
