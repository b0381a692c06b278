namespace Arcade;

/// <summary>A player who is played by <see cref="DemoPlayers"/>.</summary>
/// <param name="Id">With a point in it, which a picked name can't have: nobody signs in as one of them.</param>
/// <param name="Name">Shown.</param>
/// <param name="Country">Two letters.</param>
/// <param name="Skill">1 and up: how fast the score grows.</param>
internal sealed record DemoPlayer(string Id, string Name, string Country, int Skill)
{
    public static readonly IReadOnlyList<DemoPlayer> All =
    [
        new("demo.asha", "Asha", "IN", 9), new("demo.bruno", "Bruno", "BR", 7), new("demo.chidi", "Chidi", "NG", 6),
        new("demo.dewi", "Dewi", "ID", 8), new("demo.emil", "Emil", "DE", 5), new("demo.farah", "Farah", "IN", 7),
        new("demo.grace", "Grace", "US", 6), new("demo.hari", "Hari", "IN", 4), new("demo.ines", "Inês", "BR", 8),
        new("demo.jonas", "Jonas", "DE", 3), new("demo.kemi", "Kemi", "NG", 9), new("demo.lukas", "Lukas", "DE", 6),
    ];
}
