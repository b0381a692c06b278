using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize]
internal sealed class TargetsModel(ITargets targets) : PageModel
{
    public IReadOnlyList<TargetView> Targets { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var definitions = targets.Definitions.ToDictionary(definition => definition.Id);
        Targets = [.. (await targets.GetProgressAsync(User.PlayerId()!, cancellationToken))
            .Where(progress => definitions.ContainsKey(progress.TargetId))
            .Select(progress => new TargetView(definitions[progress.TargetId], progress))];
    }
}
