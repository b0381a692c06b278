namespace Gamezop.Scores.Tests.GameUrls;

public class SigningGameUrlsTests
{
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";
    private SubSigner? _signer;

    [Fact]
    public void Urls_are_signed_once_there_are_keys_and_with_the_keys_of_the_moment()
    {
        SigningGameUrls urls = new(() => _signer);
        urls.Create(Game, "u1").OriginalString.Should().Be(Game + "?sub=u1");
        foreach (byte first in new byte[] { 1, 2 })
        {
            _signer = new SubSigner([first, .. new byte[15]]);
            urls.Create(Game, "u 1").OriginalString.Should().Be(Game + "?sub=" + Uri.EscapeDataString(_signer.Sign("u 1")));
        }

        _signer = null;
        urls.Create(Game, "u1").OriginalString.Should().Be(Game + "?sub=u1");
    }

    [Fact]
    public void Ids_may_be_longer_while_nothing_is_signed()
    {
        SigningGameUrls urls = new(() => _signer);
        string id = new('x', 100);
        urls.Create(Game, id).OriginalString.Should().EndWith(id);
        _signer = new SubSigner(new byte[16]);
        urls.Invoking(u => u.Create(Game, id)).Should().Throw<ArgumentException>().WithParameterName("userId").WithMessage("*longer than 77*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" a")]
    public void A_refused_id_is_named_as_one(string? id)
    {
        SigningGameUrls urls = new(() => _signer);
        urls.Invoking(u => u.Create(Game, id!)).Should().Throw<ArgumentException>().WithParameterName("userId").WithMessage("The user id *");
        urls.Invoking(u => u.Create("http://games.example", "u1")).Should().Throw<ArgumentException>().WithParameterName("gameUrl");
    }
}
