use anyhow::anyhow;

use crate::failure::Failure;
use crate::identity::Identity;
use crate::party::{ElectionFile, KeyArguments, Signer};
use crate::place::{Board, Place};
use crate::sealed::Sealed;

/// A party's file and the board, both open, and known to belong together.
pub(crate) struct Session<F> {
    pub(crate) sealed: Sealed<F>,
    pub(crate) board: Board,
}

impl<F: ElectionFile> Session<F> {
    /// Opens the file, reads the board and checks all of it: the rules, that it has only grown since it was
    /// last seen, and that it is the board of the election that the file belongs to.
    pub(crate) fn begin(key: &KeyArguments<F>, place: &Place) -> Result<Self, Failure> {
        let sealed = key.open()?;
        sealed.content.check_usable(sealed.name())?;
        let board = Board::read(place)?;
        check_board(&sealed, &board)?;
        let mut session = Self { sealed, board };
        session.sealed.content.learn(&session.board)?;
        Ok(session)
    }

    /// Reads the board again, after something was posted.
    pub(crate) fn read_again(&mut self, place: &Place) -> Result<(), Failure> {
        let board = Board::read(place)?;
        board.check_grown_from(&self.board.head())?;
        self.board = board;
        self.sealed.content.learn(&self.board)
    }

    pub(crate) fn identity(&self) -> &Identity {
        self.sealed.content.identity()
    }

    /// Which party of its role the definition has this one as, counting from 0.
    pub(crate) fn position(&self) -> Result<u8, Failure> {
        let parties = F::parties(self.board.election()?.definition());
        self.identity().position(parties).ok_or_else(|| {
            Failure::input(anyhow!(
                "the definition of this election does not name the key of {}: check the address of the board, or \
                 have the official take up the line that isoloir {} init printed",
                self.sealed.name().display(),
                F::ROLE
            ))
        })
    }

    /// What signs for this party, as the board stands.
    pub(crate) fn signer(&self) -> Result<Signer, Failure> {
        Ok(Signer::new(self.identity(), self.position()?, self.board.signing_context()?))
    }
}

/// The board must be that of the file's election, and must only have grown.
fn check_board<F: ElectionFile>(sealed: &Sealed<F>, board: &Board) -> Result<(), Failure> {
    let election = board.election_id()?;
    let Some((own, seen)) = sealed.content.last_seen() else { return Ok(()) };
    if own != election {
        return Err(Failure::input(anyhow!(
            "{} belongs to election {own}, and this is the board of election {election}: check the address; for \
             another election make a new file with isoloir {} init",
            sealed.name().display(),
            F::ROLE
        )));
    }
    board.check_grown_from(&seen)
}
