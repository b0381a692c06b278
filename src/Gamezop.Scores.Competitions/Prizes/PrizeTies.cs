namespace Gamezop.Scores.Competitions;

/// <summary>What players get who share a rank.</summary>
public enum PrizeTies
{
    /// <summary>Each gets the whole prize of the rank.</summary>
    Share,

    /// <summary>The prizes of the places that they take up are added by kind and divided among them; what cannot be divided goes to who was first.</summary>
    Split,
}
