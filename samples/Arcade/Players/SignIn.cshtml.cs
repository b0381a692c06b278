using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class SignInModel(PlayerStore players) : PageModel
{
    public string? Name { get; private set; }

    public string? Error { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet()
    {
        if (User.Identity is { IsAuthenticated: true } && ReturnUrl is not null)
            Error = $"{User.Identity.Name} may not go there. Pick another name.";
    }

    public async Task<IActionResult> OnPostAsync(string? name, CancellationToken cancellationToken)
    {
        if (Player.FromName(name) is not { } player)
        {
            Name = name;
            Error = $"A name has 2 to {Player.MaxLength} letters, digits, blanks and hyphens.";
            return Page();
        }

        await players.AddAsync(player, cancellationToken);
        await HttpContext.SignInAsync(player.ToPrincipal(), new AuthenticationProperties { IsPersistent = true });
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync();
        return LocalRedirect("/");
    }
}
