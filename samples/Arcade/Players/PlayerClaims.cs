using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Arcade;

/// <summary>What the sign-in cookie says.</summary>
internal static class PlayerClaims
{
    public static string? PlayerId(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    public static ClaimsPrincipal ToPrincipal(this Player player) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, player.Id), new Claim(ClaimTypes.Name, player.Name)], CookieAuthenticationDefaults.AuthenticationScheme));
}
