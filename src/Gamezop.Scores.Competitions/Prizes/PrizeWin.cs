namespace Gamezop.Scores.Competitions;

/// <summary>A prize that a player has won.</summary>
/// <param name="Prize">The prize's place in the definition; where prizes were divided, that of the first one of the kind.</param>
/// <param name="UserId">Who has won it.</param>
/// <param name="Rank">At which shown rank.</param>
/// <param name="Reward">What is paid.</param>
internal readonly record struct PrizeWin(int Prize, string UserId, int Rank, Reward Reward);
